namespace OmeFs.Core;

/// <summary>Whose problem a fault is. Each door maps this once, exhaustively, to its own status codes.</summary>
public enum FaultKind
{
    /// <summary>No such file, store key or mount point.</summary>
    NotFound,

    /// <summary>The source contradicts its own format: a bad file.</summary>
    Corrupt,

    /// <summary>A good file that omefs cannot read yet.</summary>
    Unsupported,

    /// <summary>A count, size or depth beyond <c>TiffLimits</c>.</summary>
    LimitExceeded,

    /// <summary>The source is no longer the one that was indexed.</summary>
    SourceChanged,

    /// <summary>The source could not be read: the disk, the network, the server.</summary>
    SourceFailed,

    /// <summary>A policy, or the system's permissions, forbid it.</summary>
    AccessRefused,

    /// <summary>A usage error of the caller: a wrong option, a wrong path.</summary>
    Usage,

    /// <summary>A fault of omefs itself.</summary>
    Bug,
}

/// <summary>
/// The only exception that omefs throws on purpose. The message is for the person who has to act on it. It says what is wrong, in which file, at
/// which offset or tag, what was expected and what was found.
/// </summary>
public sealed class OmeFsException : Exception
{
    public OmeFsException(FaultKind kind, string message, Exception? cause = null)
        : base(message, cause) => (Kind, Lines) = (kind, [message]);

    /// <param name="lines">What is wrong, and on separate lines what to do.</param>
    public OmeFsException(FaultKind kind, IReadOnlyList<string> lines)
        : base(string.Join('\n', lines)) => (Kind, Lines) = (kind, lines);

    public FaultKind Kind { get; }

    /// <summary>The message's lines. A line break inside one of them comes from a file.</summary>
    public IReadOnlyList<string> Lines { get; }
}
