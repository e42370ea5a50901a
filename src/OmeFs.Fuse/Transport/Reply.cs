using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>The result of a request: a number of payload bytes, or an error, or no reply.</summary>
internal readonly record struct Reply(int Length, Errno Error = Errno.None)
{
    /// <summary>A reply without payload.</summary>
    public static readonly Reply Done = new(0);

    /// <summary>For requests to which the kernel expects no reply.</summary>
    public static readonly Reply None = new(-1);

    public bool IsNone => Length < 0;

    public static implicit operator Reply(Errno error) => new(0, error);
}
