using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>What `omefs verify --sha256` prints is what anybody gets from the mount by zarr-python, and from the original by tifffile.</summary>
public sealed class VerifyDigestTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    [Theory]
    [InlineData("layout-classic-be-none-tiles.tif")]
    [InlineData("type-f4-be.tif")]
    [InlineData("type-c16-be.tif")]
    [InlineData("rows-large-deflate.tif")]
    [InlineData("samples-3-u2-contig-tiles-deflate.tif")]
    [InlineData("packed-12-deflate.tif")]
    [InlineData("codec-lzw-2-words-be.tif")]
    [InlineData("sparse-be.tif")]
    [InlineData("sparse-nan.tif")]
    [InlineData("pyramid-several-images.ome.tif")]
    public void It_is_zarr_pythons_over_the_mount(string name)
    {
        using var mounted = Mounted.Open(Repository.Fixture(name));
        var ofLevels = comparer.Digests(mounted.Point);
        var digests = Digests(mounted.Source);
        Assert.NotEmpty(digests);
        Assert.All(digests, series => Assert.Equal(ofLevels[$"{series.Key}/0"], series.Value));
    }

    [Theory]
    [InlineData("ome-order-xyctz.ome.tif")]
    [InlineData("ome-big-be-deflate-strips.ome.tif")]
    [InlineData("ome-rgb-two-channels.ome.tif")]
    [InlineData("ome-type-c8.ome.tif")]
    [InlineData("ome-several-images.ome.tif")]
    public void It_is_tifffiles_over_the_original(string name)
    {
        var (ofSeries, digests) = (comparer.TiffDigests(Repository.Fixture(name)), Digests(Repository.Fixture(name)));
        Assert.Equal(ofSeries.Values, digests.Values);
    }

    /// <summary>By the path of the image.</summary>
    private static Dictionary<string, string> Digests(string tiff)
    {
        var ran = Commands.Run([Repository.Omefs, "verify", "--sha256", "--json", tiff]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var report = JsonDocument.Parse(ran.Output);
        return report.RootElement.GetProperty("series").EnumerateArray()
            .ToDictionary(series => series.GetProperty("path").GetString()!, series => series.GetProperty("sha256").GetString()!);
    }
}
