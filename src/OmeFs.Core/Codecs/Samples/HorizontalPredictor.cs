using System.Numerics;
using System.Runtime.InteropServices;

namespace OmeFs.Core.Codecs.Samples;

/// <summary>Undoes predictor 2: samples are differences from the pixel on their left; each row starts again. *Spec:* TIFF 6.0 section 14.</summary>
internal static class HorizontalPredictor
{
    /// <summary>Sample sizes in bits that the predictor is defined for.</summary>
    public static bool Takes(int bitsPerSample) => bitsPerSample is 8 or 16 or 32 or 64;

    /// <param name="samples">Rows of unsigned numbers in this machine's byte order.</param>
    /// <param name="rowBytes">Bytes of one row.</param>
    /// <param name="samplesPerPixel">Interleaved samples.</param>
    public static void Undo(Span<byte> samples, int rowBytes, int sampleBytes, int samplesPerPixel)
    {
        for (; !samples.IsEmpty; samples = samples[rowBytes..])
            switch (sampleBytes)
            {
                case 1:
                    UndoRow(samples[..rowBytes], samplesPerPixel);
                    break;
                case 2:
                    UndoRow(MemoryMarshal.Cast<byte, ushort>(samples[..rowBytes]), samplesPerPixel);
                    break;
                case 4:
                    UndoRow(MemoryMarshal.Cast<byte, uint>(samples[..rowBytes]), samplesPerPixel);
                    break;
                default:
                    UndoRow(MemoryMarshal.Cast<byte, ulong>(samples[..rowBytes]), samplesPerPixel);
                    break;
            }
    }

    private static void UndoRow<T>(Span<T> row, int samplesPerPixel)
        where T : IBinaryInteger<T>
    {
        switch (samplesPerPixel)
        {
            case 1:
                var sum = T.Zero;
                for (var i = 0; i < row.Length; i++)
                    row[i] = sum += row[i];
                break;
            case 3:
                // Three sums in registers: the general loop below waits for each store before the load of the next pixel.
                var (red, green, blue) = (T.Zero, T.Zero, T.Zero);
                for (var i = 0; i + 2 < row.Length; i += 3)
                {
                    row[i] = red += row[i];
                    row[i + 1] = green += row[i + 1];
                    row[i + 2] = blue += row[i + 2];
                }
                break;
            default:
                for (var i = samplesPerPixel; i < row.Length; i++)
                    row[i] += row[i - samplesPerPixel];
                break;
        }
    }
}
