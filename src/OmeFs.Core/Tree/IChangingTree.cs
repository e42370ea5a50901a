namespace OmeFs.Core.Tree;

/// <summary>A tree that changes while it is served; what a door's clients remember of it must be taken back.</summary>
/// <remarks>
/// *Invariant:* what changes gets another node id: a node never shows another version of itself. Only names and listings change.
/// </remarks>
public interface IChangingTree : IVirtualTree
{
    /// <summary>Raised when the change can be seen already; never on a thread that answers a request.</summary>
    event Action<TreeChange>? Changed;
}

/// <summary>A cached name or listing that must be invalidated.</summary>
/// <param name="Name">The folder's name in UTF-8 that is new, gone or leads elsewhere; null for the folder's own listing and attributes.</param>
public readonly record struct TreeChange(NodeId Folder, byte[]? Name);
