namespace OmeFs.Core.Tree;

/// <summary>
/// A tree of folders and files as a door sees it: look up, list, open, by <see cref="NodeId"/>. Safe from many threads.
/// </summary>
/// <remarks>*Invariant:* a node id means the same node as long as the tree lives, and the ordinals of a folder's entries never change.</remarks>
public interface IVirtualTree
{
    /// <summary>What statfs shows as the size.</summary>
    long SourceBytes { get; }

    /// <summary>The number of nodes, or an upper bound of it.</summary>
    long NodeCount { get; }

    /// <summary>A node's kind and size in bytes; <c>default</c> if there is no such node.</summary>
    ValueTask<NodeStat> StatAsync(NodeId id, CancellationToken cancellation = default);

    /// <summary>The child of a folder by its name in UTF-8; <c>default</c> if there is none.</summary>
    ValueTask<NodeStat> LookupAsync(NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation = default);

    /// <summary>
    /// Fills <paramref name="page"/> with the folder's entries from <paramref name="ordinal"/> on and returns how many; 0 at the
    /// folder's end, or if the node is not a folder. A listing continues at the last entry's ordinal + 1.
    /// </summary>
    ValueTask<int> ListAsync(NodeId folder, ulong ordinal, Memory<TreeEntry> page, CancellationToken cancellation = default);

    /// <summary>The parent folder of a node; the root is its own parent.</summary>
    ValueTask<NodeId> ParentOfAsync(NodeId id, CancellationToken cancellation = default);

    /// <summary>A node's modification time, and the version of its source.</summary>
    NodeVersion VersionOf(NodeId id);

    /// <summary>A file's content; not <see cref="FileContent.Exists"/> if there is no such node or it is a folder.</summary>
    FileContent Open(NodeId id);

    /// <summary>The path from the root, or as much of it as is known without reading anything, for messages: "0/0/0/0/12".</summary>
    string PathOf(NodeId id);
}
