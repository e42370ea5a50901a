namespace OmeFs.Core;

/// <summary>Bytes that were already read from a stream, then the rest of the stream, then optionally one more byte. Read once, forward.</summary>
/// <remarks>Ownership: disposes the rest stream.</remarks>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> _prefix, Stream rest, byte? _last = null) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = _prefix;
    private byte? _last = _last;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_prefix.IsEmpty)
            return rest.Read(buffer) is > 0 and var read ? read : Last(buffer);
        var count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }

    private int Last(Span<byte> buffer)
    {
        if (_last is not { } last || buffer.IsEmpty)
            return 0;
        (buffer[0], _last) = (last, null);
        return 1;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
