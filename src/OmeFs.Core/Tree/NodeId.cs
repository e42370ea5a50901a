namespace OmeFs.Core.Tree;

/// <summary>
/// The number of a folder or file in a frozen tree: its inode number, the same in every process that mounts the same source. It is computed from
/// the tree, so nothing is stored for a node after a lookup.
/// </summary>
public readonly record struct NodeId(ulong Value)
{
    /// <summary>The tree's root; FUSE asks for 1.</summary>
    public static readonly NodeId Root = new(1);

    public override string ToString() => Value.ToString();
}
