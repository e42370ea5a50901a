namespace OmeFs.Core.Tree;

public enum NodeKind : byte
{
    /// <summary>No such node: absence is a value here, not an exception.</summary>
    None,
    Folder,
    File,
}

/// <summary>What stat needs to know of a node. <c>default</c> says that there is no such node.</summary>
/// <param name="Size">Exact size in bytes; 0 for a folder.</param>
public readonly record struct NodeStat(NodeId Id, NodeKind Kind, long Size)
{
    /// <summary>
    /// In listings alone: the file is there, but its size has to be asked of a source, which a listing does not do for every name.
    /// </summary>
    public const long UnknownSize = -1;

    public bool Exists => Kind != NodeKind.None;
}
