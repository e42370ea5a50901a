namespace OmeFs.Core.Ome;

/// <summary>Bytes already taken from a stream, followed by the rest of it. Read once, forward.</summary>
/// <remarks>Ownership: disposes the stream it continues.</remarks>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> _prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = _prefix;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_prefix.IsEmpty)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
