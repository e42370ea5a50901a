using System.Buffers.Binary;
using OmeFs.Core.Codecs.Samples;

namespace OmeFs.Core.Tests.Codecs.Samples;

/// <summary>Both predictors undo what a slow, obvious encoder did.</summary>
public sealed class PredictorTests
{
    private const int Rows = 3;

    public static IEnumerable<object[]> Shapes => from bytes in new[] { 1, 2, 4, 8 } from samples in new[] { 1, 2, 3, 4, 5 } select new object[] { bytes, samples };

    [Theory, MemberData(nameof(Shapes))]
    public void Horizontal_differences_become_samples_again(int sampleBytes, int samplesPerPixel)
    {
        var perRow = 7 * samplesPerPixel;
        var original = new byte[Rows * perRow * sampleBytes];
        new Random(317).NextBytes(original);
        byte[] coded = [.. original];
        for (var row = 0; row < Rows; row++)
            for (var i = perRow - 1; i >= samplesPerPixel; i--)
                Put(coded, (row * perRow) + i, sampleBytes, Take(coded, (row * perRow) + i, sampleBytes) - Take(coded, (row * perRow) + i - samplesPerPixel, sampleBytes));
        HorizontalPredictor.Undo(coded, perRow * sampleBytes, sampleBytes, samplesPerPixel);
        Assert.Equal(original, coded);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(8, 2)]
    public void Byte_planes_become_floating_point_numbers_again(int sampleBytes, int samplesPerPixel)
    {
        var perRow = 5 * samplesPerPixel;
        var rowBytes = perRow * sampleBytes;
        var original = new byte[Rows * rowBytes];
        new Random(318).NextBytes(original);
        byte[] coded = [.. original];
        for (var row = 0; row < Rows; row++)
        {
            var planes = new byte[rowBytes];
            for (var i = 0; i < perRow; i++)
                for (var b = 0; b < sampleBytes; b++)
                    planes[(b * perRow) + i] = original[(row * rowBytes) + (i * sampleBytes) + (sampleBytes - 1 - b)];
            for (var i = rowBytes - 1; i >= samplesPerPixel; i--)
                planes[i] -= planes[i - samplesPerPixel];
            planes.CopyTo(coded, row * rowBytes);
        }
        FloatPredictor.Undo(coded, rowBytes, sampleBytes, samplesPerPixel);
        Assert.Equal(original, coded);
    }

    private static ulong Take(byte[] bytes, int index, int width)
    {
        Span<byte> eight = stackalloc byte[8];
        bytes.AsSpan(index * width, width).CopyTo(eight);
        return BinaryPrimitives.ReadUInt64LittleEndian(eight);
    }

    private static void Put(byte[] bytes, int index, int width, ulong value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
        eight[..width].CopyTo(bytes.AsSpan(index * width));
    }
}
