namespace OmeFs.Core.Codecs.Literal;

/// <summary>LZW with codes for single bytes only, of 9 bits each. The table is cleared before codes would become longer. *Spec:* TIFF 6.0 section 13.</summary>
internal sealed class LiteralLzw : IStoredEncoder
{
    private const int Clear = 256, EndOfInformation = 257;
    private const int CodeBits = 9;

    /// <summary>A cleared table has 258 entries. Each code except the first adds one. From 511 entries on, codes have 10 bits.</summary>
    private const int LongestRun = 250;

    public long LengthOf(long count) => ((CodeBits * (count + Math.Max(1, Ceiling.Divide(count, LongestRun)) + 1)) + 7) / 8;

    public byte[] Wrap(ReadOnlySpan<byte> bytes)
    {
        var stream = new byte[LengthOf(bytes.Length)];
        var at = 0L;
        for (var i = 0; i == 0 || i < bytes.Length; i += LongestRun)
        {
            Put(stream, ref at, Clear);
            foreach (var value in bytes.Slice(i, Math.Min(LongestRun, bytes.Length - i)))
                Put(stream, ref at, value);
        }
        Put(stream, ref at, EndOfInformation);
        return stream;
    }

    /// <param name="at">In bits, highest first.</param>
    private static void Put(byte[] stream, ref long at, int code)
    {
        var shifted = code << (16 - CodeBits - (int)(at % 8));
        stream[at / 8] |= (byte)(shifted >> 8);
        stream[(at / 8) + 1] |= (byte)shifted;
        at += CodeBits;
    }
}
