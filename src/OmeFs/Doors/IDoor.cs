using OmeFs.Core.Tree;

namespace OmeFs.Doors;

/// <summary>A way for clients to reach a tree: a mount in the kernel, a web server.</summary>
internal interface IDoor
{
    /// <summary>Whether clients may be using it: then the process must end in order.</summary>
    bool IsOpen { get; }

    /// <summary>Requests of clients so far, by kind.</summary>
    IReadOnlyDictionary<string, long> Requests { get; }

    /// <summary>Admits clients and serves them until the door is closed from outside (umount) or <paramref name="stop"/> asks for it.</summary>
    /// <param name="access">Who may read what of the tree.</param>
    /// <param name="ready">Called once, when clients can read.</param>
    /// <exception cref="Core.OmeFsException">The door cannot be opened. The message says what to do.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop before it was ready. No clients are admitted.</exception>
    Task ServeAsync(IVirtualTree tree, INodeAccess access, Action ready, StopRequest stop);
}
