using BitMiracle.LibTiff.Classic;
using OmeFs.Core.Codecs.Native;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>A TIFF in memory: the description of one strip, followed by the encoded strip. For one decode.</summary>
internal sealed class SegmentBytes : TiffStream
{
    private readonly byte[] _description;
    private readonly ReadOnlyMemory<byte> _encoded;
    private long _at;

    public SegmentBytes(SegmentDescription description, int rows, ReadOnlyMemory<byte> encoded)
    {
        // The description's length does not depend on the numbers in it.
        var length = description.Tiff(rows, (1, 1)).Length;
        (_description, _encoded) = (description.Tiff(rows, (1, 1), (length, encoded.Length)), encoded);
    }

    /// <summary>The library's first message about the segment.</summary>
    public string? Fault { get; set; }

    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        var left = buffer.AsSpan(offset, count);
        left = left[Take(_description, 0, left)..];
        left = left[Take(_encoded.Span, _description.Length, left)..];
        return count - left.Length;
    }

    public override long Seek(object clientData, long offset, SeekOrigin origin) => _at = offset + origin switch
    {
        SeekOrigin.Current => _at,
        SeekOrigin.End => Size(clientData),
        _ => 0,
    };

    public override long Size(object clientData) => _description.Length + _encoded.Length;

    public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException("a segment is read only");

    public override void Close(object clientData)
    {
    }

    /// <summary>Reads from one of the two parts into the buffer.</summary>
    private int Take(ReadOnlySpan<byte> part, int begins, Span<byte> buffer)
    {
        var from = _at - begins;
        if (from < 0 || from >= part.Length)
            return 0;
        var count = (int)Math.Min(part.Length - from, buffer.Length);
        part.Slice((int)from, count).CopyTo(buffer);
        _at += count;
        return count;
    }
}
