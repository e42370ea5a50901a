namespace OmeFs.Core.Tree;

/// <summary>A node that is kept in memory: a group's or array's folder, or a document. Chunks are not.</summary>
internal sealed class StaticNode
{
    public required NodeId Id { get; init; }

    public required NodeId Parent { get; init; }

    public required byte[] Name { get; init; }

    /// <summary>A document's content; null for a folder.</summary>
    public TreeDocument? Content { get; set; }

    /// <summary>The folder's children in the order of their names' bytes; set once, when the tree is frozen.</summary>
    public StaticNode[] Children { get; set; } = [];

    /// <summary>The chunk grid below an array's folder, listed after <see cref="Children"/>.</summary>
    public ChunkGridNodes? Grid { get; set; }

    public NodeStat Stat => Content is null ? new NodeStat(Id, NodeKind.Folder, 0) : new NodeStat(Id, NodeKind.File, Content.Length);
}
