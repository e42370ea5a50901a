using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>What a request comes to: so many bytes of payload, or an error, or no reply at all.</summary>
internal readonly record struct Reply(int Length, Errno Error = Errno.None)
{
    /// <summary>A reply without payload.</summary>
    public static readonly Reply Done = new(0);

    /// <summary>For requests that the kernel wants no reply to.</summary>
    public static readonly Reply None = new(-1);

    public bool IsNone => Length < 0;

    public static implicit operator Reply(Errno error) => new(0, error);
}
