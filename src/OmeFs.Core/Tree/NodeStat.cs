namespace OmeFs.Core.Tree;

public enum NodeKind : byte
{
    /// <summary>No such node: absence is a value here, not an exception.</summary>
    None,
    Folder,
    File,
}

/// <summary>A node's attributes for stat. <c>default</c> means that there is no such node.</summary>
/// <param name="Size">Exact size in bytes; 0 for a folder.</param>
public readonly record struct NodeStat(NodeId Id, NodeKind Kind, long Size)
{
    /// <summary>
    /// Only in listings: the file exists, but its size can only be found by reading the source, which a listing does not do for each name.
    /// </summary>
    public const long UnknownSize = -1;

    public bool Exists => Kind != NodeKind.None;
}
