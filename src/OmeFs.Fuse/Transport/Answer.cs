using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>What a request comes to: so many bytes of payload, or an error, or no reply at all.</summary>
internal readonly record struct Answer(int Length, Errno Error = Errno.None)
{
    /// <summary>A reply without payload.</summary>
    public static readonly Answer Done = new(0);

    /// <summary>For requests that the kernel wants no reply to.</summary>
    public static readonly Answer Silence = new(-1);

    public bool IsSilence => Length < 0;

    public static implicit operator Answer(Errno error) => new(0, error);
}
