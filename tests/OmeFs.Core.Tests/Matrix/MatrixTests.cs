using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Zarr;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Matrix;

/// <summary>
/// Compression × predictor × byte order × type × layout × samples × size, every pair of values at least once, as libtiff, tifffile and
/// vips write them: what the view shows are the samples that went in, or where a codec loses some, those that libtiff decodes.
/// </summary>
public sealed class MatrixTests(ITestOutputHelper output)
{
    /// <summary>A theory of 400 cases would only hide which combinations fail; a failure lists its files.</summary>
    public static TheoryData<string> Compressions => [.. MatrixFile.All.Select(file => file.Compression).Distinct()];

    [SkippableTheory]
    [MemberData(nameof(Compressions))]
    public async Task Every_sample_is_the_one_that_went_in(string compression)
    {
        Skip.IfNot(NativeCodecs.IsAvailable || compression is "none" or "lzw" or "packbits" or "adobe" or "deflate", NativeCodecs.Libraries);
        var failures = new List<string>();
        foreach (var file in MatrixFile.All.Where(file => file.Compression == compression))
            if (await DifferenceAsync(file) is { } difference)
                failures.Add($"{file.Name}: {difference}");
        Assert.True(failures.Count == 0, $"{failures.Count} files\n" + string.Join('\n', failures));
    }

    /// <summary>Guards the selection: what the tools here do not write is told, and is not most of it.</summary>
    [Fact]
    public void The_matrix_is_as_large_as_it_should_be()
    {
        foreach (var line in MatrixFile.Report)
            output.WriteLine(line);
        Assert.InRange(MatrixFile.All.Count, 350, 600);
        Assert.Equal(14, MatrixFile.All.Select(file => file.Compression).Distinct().Count());
        Assert.DoesNotContain(MatrixFile.Report, line => line.StartsWith("given up", StringComparison.Ordinal));
    }

    /// <summary>The judge can fail: one sample changed, and a file that is another.</summary>
    [Fact]
    public async Task One_other_sample_is_found_out()
    {
        var file = MatrixFile.All.First(file => file is { Compression: "lzw", Height: > 16 });
        Assert.Null(await DifferenceAsync(file));
        var changed = file.Pixels;
        changed[^1] ^= 1;
        Assert.NotNull(await DifferenceAsync(file, changed));
        Assert.NotNull(await DifferenceAsync(file with { Type = "f8" }));
    }

    private static async Task<string?> DifferenceAsync(MatrixFile file, byte[]? expected = null)
    {
        try
        {
            using var view = await TestView.OpenAsync(file.Tiff, name: file.Name);
            var level = await ZarrLevel.OpenAsync(view, "0");
            int[] shape = [1, file.Samples, 1, file.Height, file.Width];
            if (!level.Shape.SequenceEqual(shape) || level.Type[1..] != file.Type)
                return $"{string.Join('×', level.Shape)} of {level.Type}, expected {string.Join('×', shape)} of {file.Type}";
            return Difference(await level.ReadAsync(), expected ?? file.Pixels, file);
        }
        catch (OmeFsException fault)
        {
            return $"{fault.Kind}: {fault.Message}";
        }
    }

    private static string? Difference(byte[] shown, byte[] expected, MatrixFile file)
    {
        Assert.Equal(expected.Length, shown.Length);
        var at = shown.AsSpan().CommonPrefixLength(expected) / file.SampleBytes;
        if (at * file.SampleBytes == shown.Length)
            return null;
        var (row, sample) = (at / file.Width, at / file.Width / file.Height);
        return $"the first that differs is sample {sample} at (y, x) ({row % file.Height}, {at % file.Width}), "
            + $"{Shown(shown, at)} where {Shown(expected, at)} went in";

        string Shown(byte[] samples, int index) => Convert.ToHexString(samples, index * file.SampleBytes, file.SampleBytes);
    }
}
