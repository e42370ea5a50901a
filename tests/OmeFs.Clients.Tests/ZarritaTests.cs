using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>
/// zarrita (JavaScript) reads the same samples as zarr-python from a sample of mounts: both byte orders, both codecs, every
/// origin of a chunk, levels, several images. (Node 20 has no 16-bit floats and zarrita no complex types.)
/// </summary>
public sealed class ZarritaTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/js");

    [SkippableTheory]
    [InlineData("ome-order-xyczt.ome.tif")]
    [InlineData("ome-several-images.ome.tif")]
    [InlineData("ome-rgb-contig.ome.tif")]
    [InlineData("ome-big-be-deflate-strips.ome.tif")]
    [InlineData("ome-classic-be-none-tiles.ome.tif")]
    [InlineData("pyramid-big-le-deflate.ome.tif")]
    [InlineData("pyramid-rgb.ome.tif")]
    [InlineData("rows-large-deflate.tif")]
    [InlineData("rows-bands.tif")]
    [InlineData("rows-7-deflate.tif")]
    [InlineData("sparse-be.tif")]
    [InlineData("packed-12-none.tif")]
    [InlineData("samples-5-u2-separate-tiles-deflate.tif")]
    [InlineData("stack-layouts-differ.tif")]
    [InlineData("type-f8-be.tif")]
    [InlineData("type-i8-be.tif")]
    [InlineData("type-i1-le.tif")]
    public void Reads_what_zarr_python_reads(string name)
    {
        SkipWithoutZarrita();
        Compare(Repository.Fixture(name));
    }

    [SkippableTheory]
    [InlineData("labsyspharm+minerva-author/testimages/2048x2048_ome6_tiled.ome.tif")]
    [InlineData("TileDB-Inc+TileDB-BioImaging/tests/data/artificial-ome-tiff/multi-channel-time-series.ome.tif")]
    [InlineData("BMCV+galaxy-image-analysis/tools/split_image/test-data/multiseries.ome.tiff")]
    public void Reads_what_zarr_python_reads_of_the_corpus(string path)
    {
        SkipWithoutZarrita();
        Repository.SkipWithoutCorpus();
        Compare(Path.Combine(Repository.SharedCorpus, path));
    }

    private void Compare(string source)
    {
        using var mounted = Mounted.Open(source);
        comparer.AssertSame(source, mounted.Point);
        var ran = Commands.Run(["node", Path.Combine(Scripts, "digest.mjs"), mounted.Point], seconds: 60);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(ran.Output);
        Assert.Equal(comparer.Digests(mounted.Point), digests);
    }

    private static void SkipWithoutZarrita() =>
        Skip.IfNot(Directory.Exists(Path.Combine(Scripts, "node_modules/zarrita")), "zarrita is not installed (run tests/run.sh, or npm ci in js/)");
}
