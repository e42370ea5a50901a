
namespace OmeFs.Core.Codecs.Samples;

/// <summary>
/// Undoes predictor 3: a row has the most significant bytes of all its floating-point numbers first, then the next bytes, and so on, in either byte
/// order. Each byte is the difference from the byte before it. *Spec:* Adobe's TIFF Technical Note 3 (2005).
/// </summary>
internal static class FloatPredictor
{
    public static bool Takes(int bitsPerSample) => bitsPerSample is 16 or 24 or 32 or 64;

    /// <param name="packed">Decoded rows; they are overwritten by the same numbers, little-endian.</param>
    /// <param name="sampleBytes">The bytes of one number.</param>
    /// <param name="samplesPerPixel">Interleaved samples.</param>
    public static void Undo(Span<byte> packed, int rowBytes, int sampleBytes, int samplesPerPixel)
    {
        var row = ScratchBytes.Rent(rowBytes);
        for (; !packed.IsEmpty; packed = packed[rowBytes..])
        {
            packed[..rowBytes].CopyTo(row);
            UndoRow(row.AsSpan(0, rowBytes), packed[..rowBytes], sampleBytes, samplesPerPixel);
        }
        ScratchBytes.Return(row);
    }

    private static void UndoRow(Span<byte> row, Span<byte> samples, int sampleBytes, int samplesPerPixel)
    {
        for (var i = samplesPerPixel; i < row.Length; i++)
            row[i] += row[i - samplesPerPixel];
        var count = row.Length / sampleBytes;
        for (var b = 0; b < sampleBytes; b++)
        {
            var plane = row.Slice((sampleBytes - 1 - b) * count, count);
            for (var i = 0; i < plane.Length; i++)
                samples[(i * sampleBytes) + b] = plane[i];
        }
    }
}
