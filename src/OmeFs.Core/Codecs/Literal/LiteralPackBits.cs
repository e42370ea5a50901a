namespace OmeFs.Core.Codecs.Literal;

/// <summary>PackBits with literal runs only. *Spec:* TIFF 6.0 section 9.</summary>
internal sealed class LiteralPackBits : IStoredEncoder
{
    private const int LongestStretch = 128;

    public long LengthOf(long count) => count + Ceiling.Divide(count, LongestStretch);

    public byte[] Wrap(ReadOnlySpan<byte> bytes)
    {
        var stream = new byte[LengthOf(bytes.Length)];
        for (var at = 0; !bytes.IsEmpty; at += LongestStretch + 1)
        {
            var count = Math.Min(bytes.Length, LongestStretch);
            stream[at] = (byte)(count - 1);
            bytes[..count].CopyTo(stream.AsSpan(at + 1));
            bytes = bytes[count..];
        }
        return stream;
    }
}
