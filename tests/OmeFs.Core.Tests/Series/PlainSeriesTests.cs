using OmeFs.Core.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

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
        Assert.Equal([new Extent5(1, 1, 2, 48, 64), new(1, 1, 1, 12, 16), new(1, 1, 1, 48, 64), new(1, 3, 1, 48, 64)], series.Select(s => s.Shape));
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
    public async Task SubIFDs_that_are_no_smaller_version_of_every_plane_are_no_level()
    {
        var tall = Full with { Width = 32, Length = 48 };
        var deep = Half with { Bits = 16 };
        Assert.Single(Assert.Single(await ReadAsync(Full.ToIfd().WithSubs(tall.ToIfd(), deep.ToIfd(), Full.ToIfd()))).Levels);
        Assert.Single(Assert.Single(await ReadAsync(Full.ToIfd().WithSubs(Half.ToIfd()), Full.ToIfd())).Levels);
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

    private static async Task<IReadOnlyList<ImageSeries>> ReadAsync(params IEnumerable<TestIfd> ifds) =>
        (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(TiffWriter.Write(ifds), "/somewhere/stack.tif"))).Series;
}
