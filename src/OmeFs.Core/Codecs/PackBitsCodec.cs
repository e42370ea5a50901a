namespace OmeFs.Core.Codecs;

/// <summary>PackBits, compression 32773: runs of one byte and stretches of literal ones. *Spec:* TIFF 6.0 section 9.</summary>
internal sealed class PackBitsCodec : ISegmentCodec
{
    private const sbyte Nothing = -128;

    /// <summary>Two bytes give 128.</summary>
    public int LargestRatio => 64;

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var bytes = encoded.Span;
        var at = 0;
        while (at < decoded.Length && bytes.Length >= 2)
        {
            var count = (sbyte)bytes[0];
            bytes = bytes[1..];
            if (count == Nothing)
                continue;
            var length = Math.Min(Math.Abs((int)count) + 1, decoded.Length - at);
            if (count < 0)
            {
                decoded.Slice(at, length).Fill(bytes[0]);
                bytes = bytes[1..];
            }
            else
            {
                length = Math.Min(length, bytes.Length);
                bytes[..length].CopyTo(decoded[at..]);
                bytes = bytes[length..];
            }
            at += length;
        }
        return at;
    }
}
