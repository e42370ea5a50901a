using OmeFs.Core.Series;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

public class PlainSeriesTests
{
    private static readonly TestImage Full = new() { Width = 64, Length = 48, Tiled = true };
    private static readonly TestImage Half = Full with { Width = 32, Length = 24 };
    private static readonly TestImage Quarter = Full with { Width = 16, Length = 12 };

    [Fact]
    public async Task IFDs_of_one_shape_are_z_and_others_are_series_of_their_own()
    {
        var series = await ReadAsync(Full.ToIfd(), Quarter.ToIfd(), Full.ToIfd(), (Full with { Bits = 16 }).ToIfd(), (Full with { Samples = 3 }).ToIfd());
        Assert.Equal(["stack 0", "stack 1", "stack 2", "stack 3"], series.Select(s => s.Name));
        Assert.Equal([new ArrayShape(1, 1, 2, 48, 64), new(1, 1, 1, 12, 16), new(1, 1, 1, 48, 64), new(1, 3, 1, 48, 64)], series.Select(s => s.Shape));
        Assert.Equal("plain TIFF: 2 IFDs of one shape, as z", series[0].Reason);
        Assert.Equal([0, 2], [series[0].Levels[0].RowOf(0, 0, 0), series[0].Levels[0].RowOf(1, 0, 0)]);
    }

    [Fact]
    public async Task SubIFDs_are_levels_largest_first()
    {
        var series = Assert.Single(await ReadAsync(Full.ToIfd().WithSubs(Quarter.ToIfd(), Half.ToIfd()), Full.ToIfd().WithSubs(Quarter.ToIfd(), Half.ToIfd())));
        Assert.Equal([64, 32, 16], series.Levels.Select(level => level.WidthOf()));
        Assert.Equal([3, 2], series.Levels.Skip(1).Select(level => level.RowOf(1, 0, 0)));
        Assert.Equal("SubIFD 1 of IFD 1", series.Levels[1].Ifds.Last().Label.ToString());
    }

    [Fact]
    public async Task SubIFDs_that_are_no_smaller_version_of_every_plane_are_images_of_their_own()
    {
        var tall = Full with { Width = 32, Length = 48 };
        var deep = Half with { Bits = 16 };
        var series = await ReadAsync(Full.ToIfd().WithSubs(tall.ToIfd(), deep.ToIfd(), Full.ToIfd()));
        Assert.Equal(["1x48x64", "1x48x32", "1x24x32", "1x48x64"], series.Select(Sizes));
        Assert.Equal("plain TIFF: SubIFD 1 of IFD 0", series[2].Reason);
        Assert.Equal(["2x48x64", "1x24x32"], (await ReadAsync(Full.ToIfd().WithSubs(Half.ToIfd()), Full.ToIfd())).Select(Sizes));
        Assert.Equal(["2x48x64", "2x48x32"], (await ReadAsync(Full.ToIfd().WithSubs(tall.ToIfd()), Full.ToIfd().WithSubs(tall.ToIfd()))).Select(Sizes));
    }

    /// <summary>As in TIFF/EP and DNG.</summary>
    [Fact]
    public async Task The_full_image_behind_a_preview_is_an_image_with_levels_of_its_own()
    {
        var preview = Quarter with { Reduced = true };
        var series = await ReadAsync(preview.ToIfd().WithSubs(Full.ToIfd(), (Half with { Reduced = true }).ToIfd(), (Half with { Samples = 3, Reduced = true }).ToIfd()));
        Assert.Equal(["1x12x16", "1x48x64 1x24x32", "1x24x32"], series.Select(Sizes));
        Assert.Equal([false, true, true], series.Select(one => one.IsOptional));
    }

    /// <summary>A level of a compression that nobody knows costs that level, whether it is a SubIFD or in the main chain.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("OME", false)]
    [InlineData("OME", true)]
    [InlineData("ImageJ=1.53t\nimages=1\n", true)]
    public async Task A_level_that_cannot_be_shown_takes_nothing_else_away(string description, bool sub)
    {
        var full = Full.ToIfd().Text(TiffTag.ImageDescription, description == "OME" ? Ome.Fixtures.Document(Ome.Fixtures.Image("<TiffData/>")) : description);
        var half = (Half with { Reduced = true }).ToIfd().Remove(TiffTag.Compression).Short(TiffTag.Compression, 34713);
        var quarter = (Quarter with { Reduced = true }).ToIfd();
        using var view = await TestView.OpenAsync(sub ? [full.WithSubs(half, quarter)] : [full, half, quarter]);
        var image = Assert.Single(view.View.Images);
        Assert.Equal([64, 16], image.Levels.Select(level => level.Shape.X));
        Assert.Equal([64, 16], image.Series.Levels.Select(level => level.Ifds.Single().Ifd.Layout.Width));
        Assert.Contains(view.View.Source.Set.Notices, notice => notice.StartsWith("level 1 of the image", StringComparison.Ordinal) && notice.Contains("34713", StringComparison.Ordinal));
        Assert.Contains("34713", Assert.Single(UnshownIfdSurvey.Of(view.View.Source.Set)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_SubIFD_that_cannot_be_shown_takes_nothing_else_away()
    {
        var raw = Full.ToIfd().Remove(TiffTag.Compression).Short(TiffTag.Compression, 34713);
        using var view = await TestView.OpenAsync((Quarter with { Reduced = true }).ToIfd().WithSubs(raw, (Half with { Bits = 16 }).ToIfd()));
        Assert.Equal([16, 32], view.View.Images.Select(image => image.Series.Shape.X));
        var notice = Assert.Single(view.View.Source.Set.Notices);
        Assert.Contains("SubIFD 0 of IFD 0", notice, StringComparison.Ordinal);
        Assert.Contains("34713", notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("64x48 32x24 16x12", "1x48x64 1x24x32 1x12x16")]
    [InlineData("64x48 16x12 4x3", "1x48x64 1x12x16 1x3x4")]
    [InlineData("64x48 32x24 8x6", "1x48x64 1x24x32 1x6x8")]
    [InlineData("63x49 31x24 15x12", "1x49x63 1x24x31 1x12x15")]
    [InlineData("63x49 32x25 16x13", "1x49x63 1x25x32 1x13x16")]
    [InlineData("63x48 21x16", "1x48x63 1x16x21")]
    [InlineData("64x48 64x48 32x24 32x24 16x12 16x12", "2x48x64 2x24x32 2x12x16")]
    [InlineData("64x48 32x24 16x12 64x48 32x24 16x12", "2x48x64 2x24x32 2x12x16")]
    [InlineData("64x48 32x24 20x20", "1x48x64 1x24x32|1x20x20")]
    [InlineData("20x20 64x48 32x24", "1x20x20|1x48x64 1x24x32")]
    [InlineData("64x48 32x16", "1x48x64|1x16x32")]
    [InlineData("64x48 42x32", "1x48x64|1x32x42")]
    [InlineData("64x48 12x9", "1x48x64|1x9x12")]
    [InlineData("64x48 64x48 32x24", "2x48x64|1x24x32")]
    [InlineData("32x24 64x48", "1x24x32|1x48x64")]
    [InlineData("64x48 32x24:16", "1x48x64|1x24x32")]
    [InlineData("64x48 32x24:r 16x12:r", "1x48x64 1x24x32 1x12x16")]
    [InlineData("64x48:r 32x24:r 16x12:r", "1x48x64 1x24x32 1x12x16")]
    public async Task IFDs_that_shrink_by_whole_factors_are_levels_though_nothing_marks_them(string ifds, string expected)
    {
        foreach (var tiled in (bool[])[true, false])
            Assert.Equal(expected, string.Join('|', (await ReadAsync([.. ifds.Split(' ').Select(text => Ifd(text, tiled))])).Select(Sizes)));

        static TestIfd Ifd(string text, bool tiled)
        {
            var parts = text.Split('x', ':');
            return (Full with { Tiled = tiled, Width = int.Parse(parts[0]), Length = int.Parse(parts[1]), Reduced = parts[^1] == "r", Bits = parts[^1] == "16" && parts.Length > 2 ? 16 : 8 }).ToIfd();
        }
    }

    [Fact]
    public async Task Every_plane_of_an_unmarked_level_is_its_own_planes()
    {
        foreach (var chain in (TestImage[][])[[Full, Full, Half, Half], [Full, Half, Full, Half]])
        {
            var level = Assert.Single(await ReadAsync([.. chain.Select(image => image.ToIfd())])).Levels[1];
            var rows = Enumerable.Range(0, 4).Where(i => chain[i] == Half);
            Assert.Equal(rows, [level.RowOf(0, 0, 0), level.RowOf(1, 0, 0)]);
        }
    }

    /// <summary>Of two planes and two smaller ones, where one of each may be lost, nobody knows which belong together.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public async Task Levels_of_several_planes_are_none_if_an_IFD_has_lost_its_pixels(int planes, int images)
    {
        var lost = new TestIfd().Long(TiffTag.ImageWidth, 64).Long(TiffTag.ImageLength, 48).Short(TiffTag.BitsPerSample, 8);
        var half = Half with { Reduced = true };
        var ifds = Enumerable.Repeat(Full, planes).Concat(Enumerable.Repeat(half, planes)).Select(image => image.ToIfd()).Append(lost);
        Assert.Equal(images, (await ReadAsync(ifds)).Count);
    }

    [Theory]
    [InlineData(2UL, 1)]
    [InlineData(1UL, 2)]
    [InlineData(3UL, 2)]
    public async Task The_old_tag_SubfileType_marks_levels_too(ulong type, int images)
    {
        var small = (Full with { Width = 12, Length = 9 }).ToIfd().Short(TiffTag.SubfileType, type);
        Assert.Equal(images, (await ReadAsync(Full.ToIfd().Short(TiffTag.SubfileType, 1), small)).Count);
    }

    /// <summary>Of NewSubfileType: 4 a mask, 8 and 16 depth maps and the like, 2 a page, which says nothing.</summary>
    [Theory]
    [InlineData(5UL, 2)]
    [InlineData(9UL, 2)]
    [InlineData(0x10001UL, 2)]
    [InlineData(3UL, 1)]
    [InlineData(1UL, 1)]
    public async Task What_is_for_something_else_is_no_level(ulong type, int images)
    {
        var small = Half.ToIfd().Long(TiffTag.NewSubfileType, type);
        Assert.Equal(images, (await ReadAsync(Full.ToIfd(), small)).Count);
        Assert.Equal(images, (await ReadAsync(Full.ToIfd().WithSubs(small))).Count);
    }

    [Fact]
    public async Task A_mask_has_levels_of_masks()
    {
        var (mask, half) = (Full.ToIfd().Long(TiffTag.NewSubfileType, 4), Half.ToIfd().Long(TiffTag.NewSubfileType, 5));
        Assert.Equal(["1x48x64 1x24x32", "1x48x64 1x24x32"], (await ReadAsync(Full.ToIfd(), (Half with { Reduced = true }).ToIfd(), mask, half)).Select(Sizes));
    }

    [Fact]
    public async Task Indices_into_a_palette_are_no_level_of_greys()
    {
        var palette = (Half with { Reduced = true }).ToIfd().Remove(TiffTag.Photometric).Short(TiffTag.Photometric, 3);
        Assert.Equal(2, (await ReadAsync(Full.ToIfd(), palette)).Count);
    }

    [Fact]
    public async Task Reduced_IFDs_of_the_main_chain_are_levels()
    {
        var series = Assert.Single(await ReadAsync(Full.ToIfd(), (Quarter with { Reduced = true }).ToIfd(), (Half with { Reduced = true }).ToIfd()));
        Assert.Equal([64, 32, 16], series.Levels.Select(level => level.WidthOf()));
        Assert.Equal([0, 2, 1], series.Levels.Select(level => level.RowOf(0, 0, 0)));
    }

    [Fact]
    public async Task A_reduced_IFD_of_other_proportions_is_a_series_of_its_own()
    {
        var label = Full with { Width = 30, Length = 40, Reduced = true };
        var series = await ReadAsync(Full.ToIfd(), label.ToIfd());
        Assert.Equal([64, 30], series.Select(s => s.Shape.X));
        Assert.All(series, s => Assert.Single(s.Levels));
    }

    [Fact]
    public async Task Channels_are_grey_or_red_green_blue()
    {
        Assert.Equal(new SeriesChannel("Channel 0", "FFFFFF", 0, 255, 0, 255), Assert.Single((await ReadAsync(Full.ToIfd()))[0].Channels));
        var rgb = (await ReadAsync((Full with { Samples = 3, Bits = 16 }).ToIfd()))[0].Channels;
        Assert.Equal([("Red", "FF0000"), ("Green", "00FF00"), ("Blue", "0000FF")], rgb.Select(c => (c.Label, c.Color)));
        Assert.All(rgb, channel => Assert.Equal((0, 65535), (channel.Start, channel.End)));
        var signed = (await ReadAsync((Full with { Bits = 12, Format = SampleFormat.Unsigned }).ToIfd()))[0].Channels[0];
        Assert.Equal(4095, signed.Maximum);
    }

    /// <summary>"2x48x64 2x24x32": z, y and x of each level.</summary>
    private static string Sizes(ImageSeries series) => string.Join(' ', series.Levels.Select(level =>
        level.TryFind(0, 0, 0, out var ifd) ? $"{level.Ifds.Count()}x{ifd.Layout.Length}x{ifd.Layout.Width}" : "?"));

    private static async Task<IReadOnlyList<ImageSeries>> ReadAsync(params IEnumerable<TestIfd> ifds) =>
        (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(TiffWriter.Write(ifds), "/somewhere/stack.tif"))).Series;
}
