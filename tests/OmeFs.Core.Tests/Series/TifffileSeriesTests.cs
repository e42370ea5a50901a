using OmeFs.Core.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

/// <summary>What tifffile's descriptions make of IFDs. All pixels are tifffile's to judge (OwnFixturesTests).</summary>
public class TifffileSeriesTests
{
    /// <summary>5 by 4 pixels.</summary>
    private static readonly TestImage Image = new();

    /// <param name="place">The number of the plane at z 1, c 1 and t 1, or at 0 of an axis that has no 1.</param>
    [Theory]
    [InlineData("[6, 4, 5]", "ZYX", 1, 1, 6, 1)]
    [InlineData("[6, 4, 5]", "CYX", 1, 6, 1, 1)]
    [InlineData("[6, 4, 5]", "TYX", 6, 1, 1, 1)]
    [InlineData("[6, 4, 5]", "IYX", 1, 1, 6, 1)]
    [InlineData("[6, 4, 5]", null, 1, 1, 6, 1)]
    [InlineData("[2, 3, 4, 5]", "ZCYX", 1, 3, 2, 4)]
    [InlineData("[2, 3, 4, 5]", "CZYX", 1, 2, 3, 4)]
    [InlineData("[2, 3, 4, 5]", "TCYX", 2, 3, 1, 4)]
    [InlineData("[2, 3, 4, 5]", "czyx", 1, 2, 3, 4)]
    [InlineData("[2, 3, 4, 5]", "QCYX", 1, 3, 2, 4)]
    [InlineData("[2, 3, 4, 5]", "PTYX", 3, 1, 2, 4)]
    [InlineData("[1, 1, 6, 4, 5, 1]", "QTZYXC", 1, 1, 6, 1)]
    [InlineData("[1, 2, 1, 3, 4, 5]", "QCTZYX", 1, 2, 3, 4)]
    public async Task The_axes_are_those_of_the_array(string shape, string? axes, int t, int c, int z, int place)
    {
        var set = await ReadAsync(6, Json(shape, axes));
        Assert.Empty(set.Notices);
        var series = Assert.Single(set.Series);
        Assert.Equal((new ArrayShape(t, c, z, 4, 5), "tifffile's description"), (series.Shape, series.Reason));
        Assert.Equal(place, series.Levels[0].RowOf(Math.Min(1, z - 1), Math.Min(1, c - 1), Math.Min(1, t - 1)));
    }

    [Theory]
    [InlineData("[2, 3, 4, 5]", "PAYX")]
    [InlineData("[2, 3, 4, 5]", "ZQYX")]
    [InlineData("[2, 3, 4, 5]", null)]
    [InlineData("[6, 4, 5]", "YXZ")]
    [InlineData("[6, 20]", "ZX")]
    public async Task Axes_that_cannot_be_shown_leave_planes_along_z_with_a_notice(string shape, string? axes)
    {
        var set = await ReadAsync(6, Json(shape, axes));
        Assert.Equal(new ArrayShape(1, 1, 6, 4, 5), Assert.Single(set.Series).Shape);
        Assert.Contains("along z", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[4, 4, 5]", "CYX")]
    [InlineData("[3, 7]", "YX")]
    [InlineData("[99, 4, 5]", "ZYX")]
    [InlineData("[9223372036854775807, 9223372036854775807, 4, 5]", "TZYX")]
    public async Task A_shape_that_is_not_that_of_the_IFDs_is_ignored_with_a_notice(string shape, string axes)
    {
        var set = await ReadAsync(3, Json(shape, axes));
        Assert.StartsWith("plain TIFF", Assert.Single(set.Series).Reason, StringComparison.Ordinal);
        Assert.Contains("ignored", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"shape\": []}")]
    [InlineData("{\"shape\": [3, 0, 5]}")]
    [InlineData("{\"shape\": \"3\"}")]
    [InlineData("{\"shape\": [3.5, 4, 5]}")]
    [InlineData("{\"shape\": [3, 4, 5]")]
    [InlineData("{\"no\": \"\\\"shape\\\"\"}")]
    [InlineData("shape=(3, x, 5)")]
    public async Task What_is_no_shape_is_a_description_like_others(string text)
    {
        var set = await ReadAsync(3, text);
        Assert.StartsWith("plain TIFF", Assert.Single(set.Series).Reason, StringComparison.Ordinal);
        Assert.Empty(set.Notices);
    }

    [Theory]
    [InlineData("{\"axes\": \"CYX\", \"dose\": NaN, \"list\": [-Infinity, 1], \"shape\": [3, 4, 5]}", 3)]
    [InlineData(" {\"shape\": [3, 4, 5], \"axes\": \"CYX\"} ", 3)]
    [InlineData("{\"shape\": [3, 4, 5], \"axes\": \"CYXS\"}", 1)]
    [InlineData("shape=(3, 4, 5)", 1)]
    public async Task Python_writes_what_no_JSON_is(string text, int channels)
    {
        var set = await ReadAsync(3, text);
        Assert.Equal((channels, "tifffile's description"), (set.Series[0].Shape.C, set.Series[0].Reason));
    }

    [Theory]
    [InlineData("ZYX", ", \"truncated\": true")]
    [InlineData("CYX", "")]
    public async Task Planes_may_be_behind_one_IFD(string axes, string more)
    {
        var bytes = Enumerable.Range(0, 60).Select(i => (byte)i).ToArray();
        var first = Image.ToIfd().Text(TiffTag.ImageDescription, Json("[3, 4, 5]", axes, more)).WithSegments(false, [bytes]);
        var second = (Image with { Bits = 16 }).ToIfd().Text(TiffTag.ImageDescription, Json("[4, 5]", "YX"));
        using var view = await TestView.OpenAsync(first, second);
        Assert.Equal([3, 1], view.View.Images.Select(image => image.Series.Shape.Z * image.Series.Shape.C));
        for (var i = 0; i < 3; i++)
            Assert.Equal(bytes[(i * 20)..((i + 1) * 20)], await TestView.ReadAsync(view.Array, axes == "CYX" ? i : 0, axes == "ZYX" ? i : 0, 0, 0));
    }

    [Theory]
    [InlineData(true, 60)]
    [InlineData(false, 59)]
    public async Task Planes_that_are_not_there_are_not_shown(bool deflate, int bytes)
    {
        var first = (Image with { Deflate = deflate }).ToIfd().Text(TiffTag.ImageDescription, Json("[300, 4, 5]", "ZYX", ", \"truncated\": true"));
        using var view = await TestView.OpenAsync(deflate ? first : first.WithSegments(false, [new byte[bytes]]));
        Assert.Equal(1, view.Array.Shape.Z);
        Assert.Contains(view.View.Source.Set.Notices, notice => notice.Contains("300 planes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_array_is_an_image_and_arrays_of_one_plane_are_along_z()
    {
        var small = new TestImage { Width = 8, Length = 8, Bits = 16 };
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(
            Image.ToIfd().Text(TiffTag.ImageDescription, Json("[2, 4, 5]", "CYX")),
            Image.ToIfd(),
            Image.ToIfd().Text(TiffTag.ImageDescription, Json("[2, 4, 5]", "TYX", ", \"name\": \"later\"")),
            Image.ToIfd(),
            small.ToIfd().Text(TiffTag.ImageDescription, Json("[8, 8]", null)),
            small.ToIfd().Text(TiffTag.ImageDescription, Json("[8, 8]", null)),
            (small with { Samples = 3 }).ToIfd().Text(TiffTag.ImageDescription, Json("[8, 8, 3]", "YXS"))));
        Assert.Equal([new ArrayShape(1, 2, 1, 4, 5), new(2, 1, 1, 4, 5), new(1, 1, 2, 8, 8), new(1, 3, 1, 8, 8)], set.Series.Select(series => series.Shape));
        Assert.Equal("later", set.Series[1].Name);
        Assert.Equal([0, 2, 4, 6], set.Series.Select(series => series.Levels[0].RowOf(0, 0, 0)));
        Assert.Empty(set.Notices);
    }

    [Fact]
    public async Task An_IFD_without_pixels_keeps_its_planes_place()
    {
        var lost = new TestIfd().Long(TiffTag.ImageWidth, 5).Long(TiffTag.ImageLength, 4).Short(TiffTag.BitsPerSample, 8);
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Image.ToIfd().Text(TiffTag.ImageDescription, Json("[3, 4, 5]", "CYX")), lost, Image.ToIfd()));
        var series = Assert.Single(set.Series);
        Assert.Equal([0, -1, 2], Enumerable.Range(0, 3).Select(c => series.Levels[0].RowOf(0, c, 0)));
    }

    /// <summary>Each writing is an image of its own, tifffile says, unless it is marked as reduced.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Only_what_is_marked_is_a_level(bool reduced, int images)
    {
        var (full, half) = (new TestImage { Width = 64, Length = 48 }, new TestImage { Width = 32, Length = 24, Reduced = reduced });
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(
            full.ToIfd().Text(TiffTag.ImageDescription, Json("[2, 48, 64]", "CYX")), full.ToIfd(),
            half.ToIfd().Text(TiffTag.ImageDescription, Json("[2, 24, 32]", "CYX")), half.ToIfd()));
        Assert.Equal(images, set.Series.Count);
        Assert.Equal(reduced ? 3 : 1, set.Series[0].Levels[^1].RowOf(0, 1, 0));
    }

    [Theory]
    [InlineData("[4, 5, 3]", "YXS", false, 0)]
    [InlineData("[4, 5, 3]", "YXC", false, 0)]
    [InlineData("[3, 4, 5]", "CYX", true, 0)]
    [InlineData("[3, 4, 5]", "ZYX", true, 1)]
    public async Task Samples_of_a_pixel_are_channels(string shape, string axes, bool planar, int notices)
    {
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(
            (Image with { Samples = 3, Planar = planar }).ToIfd().Text(TiffTag.ImageDescription, Json(shape, axes))));
        Assert.Equal(new ArrayShape(1, 3, 1, 4, 5), Assert.Single(set.Series).Shape);
        Assert.Equal(notices, set.Notices.Count);
    }

    /// <summary>As ImageJ has it, unless the tags say centimetres. A resolution of 1 without a unit is what tifffile writes if it knows none.</summary>
    [Theory]
    [InlineData(1u, 1, 1, null)]
    [InlineData(1u, 2, 1, "micrometer")]
    [InlineData(4u, 1, 0.25, "micrometer")]
    [InlineData(4u, 2, 0.25, "micrometer")]
    [InlineData(4u, 3, 2500, "micrometer")]
    public async Task Spacing_and_unit_are_those_of_the_description(uint resolution, int tag, double step, string? unit)
    {
        var first = Image.ToIfd().Text(TiffTag.ImageDescription, Json("[3, 4, 5]", "ZYX", ", \"unit\": \"um\", \"spacing\": 2.5, \"finterval\": 3"))
            .Rational(TiffTag.XResolution, resolution, 1).Short(TiffTag.ResolutionUnit, (ulong)tag);
        var series = (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(first, Image.ToIfd(), Image.ToIfd()))).Series[0];
        Assert.Equal([new AxisScale(3, "second"), new(2.5, "micrometer"), AxisScale.Unknown, new(step, unit)], [series.T, series.Z, series.Y, series.X]);
    }

    private static string Json(string shape, string? axes, string more = "") =>
        $"{{\"shape\": {shape}{(axes is null ? "" : $", \"axes\": \"{axes}\"")}{more}}}";

    private static async Task<SeriesSet> ReadAsync(int ifds, string description) => await SeriesReader.ReadAsync(
        await TestFiles.OpenAsync(Enumerable.Range(0, ifds).Select(i => i == 0 ? Image.ToIfd().Text(TiffTag.ImageDescription, description) : Image.ToIfd())));
}
