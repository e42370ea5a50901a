using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>Reads the parts of a request in order; false if bytes are missing. The byte order is the machine's own.</summary>
internal ref struct RequestReader(ReadOnlySpan<byte> request)
{
    private ReadOnlySpan<byte> _rest = request;

    public readonly int Remaining => _rest.Length;

    public bool TryRead<T>(out T part)
        where T : unmanaged
    {
        if (!MemoryMarshal.TryRead(_rest, out part))
            return false;
        _rest = _rest[Unsafe.SizeOf<T>()..];
        return true;
    }

    /// <summary>Copies the next bytes without advancing. <see cref="Remaining"/> must have enough.</summary>
    public readonly void CopyTo(Span<byte> destination) => _rest[..destination.Length].CopyTo(destination);

    /// <summary>A name up to its NUL, which must be there.</summary>
    public bool TryReadName(out ReadOnlySpan<byte> name)
    {
        var end = _rest.IndexOf((byte)0);
        name = end < 0 ? default : _rest[..end];
        _rest = end < 0 ? _rest : _rest[(end + 1)..];
        return end > 0;
    }
}
