using OmeFs.Core.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Series;

public class ImageJSeriesTests
{
    [Fact]
    public async Task Channels_come_first_then_slices_then_frames()
    {
        var series = Assert.Single((await ReadAsync(24, "images=24\nchannels=2\nslices=3\nframes=4\nhyperstack=true")).Series);
        Assert.Equal(new Extent5(4, 2, 3, 4, 5), series.Shape);
        Assert.Equal("ImageJ description", series.Reason);
        for (var t = 0; t < 4; t++)
            for (var z = 0; z < 3; z++)
                for (var c = 0; c < 2; c++)
                    Assert.Equal((t * 6) + (z * 2) + c, series.Levels[0].RowOf(z, c, t));
    }

    [Theory]
    [InlineData("micron", "micrometer")]
    [InlineData("um", "micrometer")]
    [InlineData("\\u00B5m", "micrometer")]
    [InlineData("nm", "nanometer")]
    [InlineData("inch", "inch")]
    public async Task Unit_spacing_and_resolution_are_scales(string unit, string name)
    {
        var series = (await ReadAsync(2, $"images=2\nslices=2\nunit={unit}\nspacing=2.5\nfinterval=0.5")).Series[0];
        Assert.Equal(new AxisScale(2.5, name), series.Z);
        Assert.Equal(new AxisScale(0.25, name), series.X);
        Assert.Equal(new AxisScale(0.125, name), series.Y);
        Assert.Equal(new AxisScale(0.5, "second"), series.T);
    }

    [Theory]
    [InlineData("images=2\nslices=2")]
    [InlineData("images=2\nslices=2\nunit=pixel\nspacing=0\nfinterval=-1")]
    [InlineData("images=2\nslices=2\nunit=furlong\nspacing=NaN\nfinterval=1e999")]
    public async Task What_says_nothing_is_no_scale(string description)
    {
        var series = (await ReadAsync(2, description)).Series[0];
        Assert.Equal([AxisScale.Unknown, AxisScale.Unknown, AxisScale.Unknown, AxisScale.Unknown], [series.T, series.Z, series.Y, series.X]);
    }

    [Fact]
    public async Task The_display_range_of_a_grey_stack_is_its_window()
    {
        var channel = (await ReadAsync(1, "min=10.0\nmax=200.0")).Series[0].Channels[0];
        Assert.Equal((10, 200, 0, 255), (channel.Start, channel.End, channel.Minimum, channel.Maximum));
        channel = (await ReadAsync(1, "min=200.0\nmax=10.0")).Series[0].Channels[0];
        Assert.Equal((0, 255), (channel.Start, channel.End));
    }

    [Theory]
    [InlineData("images=3\nslices=3")]
    [InlineData("images=2\nchannels=2\nslices=2")]
    [InlineData("images=2147483647\nchannels=2147483647\nslices=2147483647\nframes=2147483647")]
    public async Task Counts_that_the_IFDs_do_not_bear_out_are_ignored_with_a_notice(string description)
    {
        var set = await ReadAsync(2, description);
        Assert.StartsWith("plain TIFF", Assert.Single(set.Series).Reason, StringComparison.Ordinal);
        Assert.Equal(2, set.Series[0].Shape.Z);
        Assert.Contains("ImageJ description", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IFDs_of_unlike_shape_are_no_stack()
    {
        var first = Described(new TestImage(), "images=2\nslices=2");
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(first, new TestImage { Width = 9 }.ToIfd()));
        Assert.Equal(2, set.Series.Count);
        Assert.Single(set.Notices);
    }

    [Fact]
    public async Task RGB_counts_its_samples_as_channels()
    {
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Described(new TestImage { Samples = 3 }, "images=1\nchannels=3")));
        Assert.Equal((3, 3), (set.Series[0].Shape.C, set.Series[0].SamplesPerPixel));
    }

    private static TestIfd Described(TestImage image, string description) =>
        image.ToIfd().Text(TiffTag.ImageDescription, $"ImageJ=1.53t\n{description}\n").Rational(TiffTag.XResolution, 4, 1).Rational(TiffTag.YResolution, 8_000_000, 1_000_000);

    private static async Task<SeriesSet> ReadAsync(int ifds, string description) => await SeriesReader.ReadAsync(
        await TestFiles.OpenAsync(Enumerable.Range(0, ifds).Select(i => i == 0 ? Described(new TestImage(), description) : new TestImage().ToIfd())));
}
