namespace OmeFs.Core.Tree;

/// <summary>A tree that changes while it is served. Its doors must invalidate what their clients have cached.</summary>
/// <remarks>
/// *Invariant:* a changed file or folder gets a new node id. A node never shows another version. Only names and listings change.
/// </remarks>
public interface IChangingTree : IVirtualTree
{
    /// <summary>Raised after the change is visible, never on a thread that answers a request.</summary>
    event Action<TreeChange>? Changed;
}

/// <summary>A cached name or listing that must be invalidated.</summary>
/// <param name="Name">The name in the folder, in UTF-8, that is new, gone or leads elsewhere; null for the folder's own listing and attributes.</param>
public readonly record struct TreeChange(NodeId Folder, byte[]? Name);
