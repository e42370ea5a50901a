namespace OmeFs.Core.Codecs;

/// <summary>Compression 1: the bytes are not compressed.</summary>
internal sealed class NoCodec : ISegmentCodec
{
    public int LargestRatio => 1;

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var count = Math.Min(encoded.Length, decoded.Length);
        encoded.Span[..count].CopyTo(decoded);
        return count;
    }
}
