using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmeFs.Core.Codecs.Samples;

/// <summary>Splits interleaved samples: a run of pixels becomes one run of samples per sample of a pixel.</summary>
internal static class SampleSplitter
{
    /// <param name="pixels">Whole pixels.</param>
    /// <param name="planes">Receives the first samples at its start, the second ones <paramref name="planeBytes"/> further, and so on.</param>
    public static void Split(ReadOnlySpan<byte> pixels, int samplesPerPixel, int sampleBytes, Span<byte> planes, int planeBytes)
    {
        var count = pixels.Length / (samplesPerPixel * sampleBytes);
        var done = samplesPerPixel == 3 && sampleBytes == 1 ? SplitColours(pixels, planes, planeBytes, count) : 0;
        for (var sample = 0; sample < samplesPerPixel; sample++)
        {
            var plane = planes.Slice(sample * planeBytes, count * sampleBytes);
            switch (sampleBytes)
            {
                case 1:
                    Stride(pixels, sample, samplesPerPixel, plane, done);
                    break;
                case 2:
                    Stride(MemoryMarshal.Cast<byte, ushort>(pixels), sample, samplesPerPixel, MemoryMarshal.Cast<byte, ushort>(plane), done);
                    break;
                case 4:
                    Stride(MemoryMarshal.Cast<byte, uint>(pixels), sample, samplesPerPixel, MemoryMarshal.Cast<byte, uint>(plane), done);
                    break;
                case 8:
                    Stride(MemoryMarshal.Cast<byte, ulong>(pixels), sample, samplesPerPixel, MemoryMarshal.Cast<byte, ulong>(plane), done);
                    break;
                default:
                    Stride(MemoryMarshal.Cast<byte, UInt128>(pixels), sample, samplesPerPixel, MemoryMarshal.Cast<byte, UInt128>(plane), done);
                    break;
            }
        }
    }

    private static void Stride<T>(ReadOnlySpan<T> pixels, int first, int step, Span<T> plane, int from)
    {
        for (int i = from, at = first + (from * step); i < plane.Length; i++, at += step)
            plane[i] = pixels[at];
    }

    /// <summary>8-bit RGB, 16 pixels at a time. The shuffle takes a colour's bytes from each third of their 48 bytes. Returns the number of pixels done.</summary>
    private static int SplitColours(ReadOnlySpan<byte> pixels, Span<byte> planes, int planeBytes, int count)
    {
        const int step = 16;
        if (!Vector128.IsHardwareAccelerated)
            return 0;
        var green = planes.Slice(planeBytes, count);
        var blue = planes.Slice(2 * planeBytes, count);
        var done = 0;
        for (; done + step <= count; done += step)
        {
            var first = Vector128.Create(pixels.Slice(done * 3, step));
            var second = Vector128.Create(pixels.Slice((done * 3) + step, step));
            var third = Vector128.Create(pixels.Slice((done * 3) + (2 * step), step));
            Gather(first, Vector128.Create((byte)0, 3, 6, 9, 12, 15, N, N, N, N, N, N, N, N, N, N), second, Vector128.Create(N, N, N, N, N, N, 2, 5, 8, 11, 14, N, N, N, N, N),
                third, Vector128.Create(N, N, N, N, N, N, N, N, N, N, N, 1, 4, 7, 10, 13))
                .CopyTo(planes.Slice(done, step));
            Gather(first, Vector128.Create((byte)1, 4, 7, 10, 13, N, N, N, N, N, N, N, N, N, N, N), second, Vector128.Create(N, N, N, N, N, 0, 3, 6, 9, 12, 15, N, N, N, N, N),
                third, Vector128.Create(N, N, N, N, N, N, N, N, N, N, N, 2, 5, 8, 11, 14))
                .CopyTo(green.Slice(done, step));
            Gather(first, Vector128.Create((byte)2, 5, 8, 11, 14, N, N, N, N, N, N, N, N, N, N, N), second, Vector128.Create(N, N, N, N, N, 1, 4, 7, 10, 13, N, N, N, N, N, N),
                third, Vector128.Create(N, N, N, N, N, N, N, N, N, N, 0, 3, 6, 9, 12, 15))
                .CopyTo(blue.Slice(done, step));
        }
        return done;
    }

    /// <summary>Selects nothing: <see cref="Vector128.Shuffle(Vector128{byte}, Vector128{byte})"/> gives 0 for indices out of range.</summary>
    private const byte N = 255;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Gather(Vector128<byte> a, Vector128<byte> ofA, Vector128<byte> b, Vector128<byte> ofB, Vector128<byte> c, Vector128<byte> ofC) =>
        Vector128.Shuffle(a, ofA) | Vector128.Shuffle(b, ofB) | Vector128.Shuffle(c, ofC);
}
