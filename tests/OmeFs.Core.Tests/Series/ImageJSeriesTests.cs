using OmeFs.Core.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

public class ImageJSeriesTests
{
    [Fact]
    public async Task Channels_come_first_then_slices_then_frames()
    {
        var series = Assert.Single((await ReadAsync(24, "images=24\nchannels=2\nslices=3\nframes=4\nhyperstack=true")).Series);
        Assert.Equal(new ArrayShape(4, 2, 3, 4, 5), series.Shape);
        Assert.Equal("ImageJ description", series.Reason);
        for (var t = 0; t < 4; t++)
            for (var z = 0; z < 3; z++)
                for (var c = 0; c < 2; c++)
                    Assert.Equal((t * 6) + (z * 2) + c, series.Levels[0].RowOf(z, c, t));
    }

    [Theory]
    [InlineData("zct", 1, 3, 6)]
    [InlineData("ztc", 1, 12, 3)]
    [InlineData("czt", 2, 1, 6)]
    [InlineData("ctz", 8, 1, 2)]
    [InlineData("tcz", 8, 4, 1)]
    [InlineData("tzc", 4, 12, 1)]
    [InlineData("XYZCT", 1, 3, 6)]
    [InlineData("xyzct", 1, 3, 6)]
    [InlineData("Tzc", 4, 12, 1)]
    [InlineData("zc", 1, 3, 6)]
    [InlineData("default", 2, 1, 6)]
    public async Task The_order_of_planes_is_what_it_says(string order, int byZ, int byC, int byT)
    {
        var set = await ReadAsync(24, $"images=24\nchannels=2\nslices=3\nframes=4\norder={order}");
        Assert.Empty(set.Notices);
        Assert.Equal(new ArrayShape(4, 2, 3, 4, 5), set.Series[0].Shape);
        for (var t = 0; t < 4; t++)
            for (var z = 0; z < 3; z++)
                for (var c = 0; c < 2; c++)
                    Assert.Equal((t * byT) + (z * byZ) + (c * byC), set.Series[0].Levels[0].RowOf(z, c, t));
    }

    [Fact]
    public async Task An_order_that_nobody_knows_is_the_default_with_a_notice()
    {
        var set = await ReadAsync(4, "images=4\nchannels=2\nslices=2\norder=spiral");
        Assert.Equal([0, 1, 2, 3], [Row(set, 0, 0), Row(set, 0, 1), Row(set, 1, 0), Row(set, 1, 1)]);
        Assert.Contains("'spiral'", Assert.Single(set.Notices), StringComparison.Ordinal);

        static int Row(SeriesSet set, int z, int c) => set.Series[0].Levels[0].RowOf(z, c, 0);
    }

    [Theory]
    [InlineData("micron", "micrometer")]
    [InlineData("Microns", "micrometer")]
    [InlineData("um", "micrometer")]
    [InlineData("µm", "micrometer")]
    [InlineData("\u03BCm", "micrometer")]
    [InlineData("\\u00B5m", "micrometer")]
    [InlineData("\\u00b5m", "micrometer")]
    [InlineData("\\u03BCm", "micrometer")]
    [InlineData("micrometers", "micrometer")]
    [InlineData("micrometre", "micrometer")]
    [InlineData("nm", "nanometer")]
    [InlineData("Nanometers", "nanometer")]
    [InlineData("pm", "picometer")]
    [InlineData("mm", "millimeter")]
    [InlineData("cm", "centimeter")]
    [InlineData("m", "meter")]
    [InlineData("km", "kilometer")]
    [InlineData("inch", "inch")]
    [InlineData("inches", "inch")]
    [InlineData("A", "angstrom")]
    [InlineData("Angstrom", "angstrom")]
    [InlineData("\\u00C5", "angstrom")]
    [InlineData("\\u212B", "angstrom")]
    [InlineData("pixel", null)]
    [InlineData("pixels", null)]
    [InlineData("1/nm", null)]
    [InlineData("furlong", null)]
    [InlineData("\\u00B", null)]
    public async Task Unit_spacing_and_resolution_are_scales_and_no_unit_loses_the_numbers(string unit, string? name)
    {
        var series = (await ReadAsync(2, $"images=2\nslices=2\nunit={unit}\nspacing=2.5\nfinterval=0.5")).Series[0];
        Assert.Equal(new AxisScale(2.5, name), series.Z);
        Assert.Equal(new AxisScale(0.25, name), series.X);
        Assert.Equal(new AxisScale(0.125, name), series.Y);
        Assert.Equal(new AxisScale(0.5, "second"), series.T);
    }

    [Theory]
    [InlineData("sec", "second")]
    [InlineData("s", "second")]
    [InlineData("Seconds", "second")]
    [InlineData("ms", "millisecond")]
    [InlineData("msec", "millisecond")]
    [InlineData("us", "microsecond")]
    [InlineData("\\u00B5s", "microsecond")]
    [InlineData("ns", "nanosecond")]
    [InlineData("min", "minute")]
    [InlineData("minutes", "minute")]
    [InlineData("h", "hour")]
    [InlineData("hr", "hour")]
    [InlineData("hours", "hour")]
    [InlineData("day", "day")]
    [InlineData("fortnight", null)]
    public async Task The_interval_of_frames_has_its_own_unit(string unit, string? name) =>
        Assert.Equal(new AxisScale(2, name), (await ReadAsync(2, $"images=2\nframes=2\nfinterval=2\ntunit={unit}")).Series[0].T);

    [Theory]
    [InlineData("yunit=mm\nzunit=nm", "millimeter", "nanometer")]
    [InlineData("yunit=mm", "millimeter", "micrometer")]
    [InlineData("zunit=furlong", "micrometer", null)]
    public async Task Y_and_z_may_have_units_of_their_own(string lines, string? y, string? z)
    {
        var series = (await ReadAsync(2, $"images=2\nslices=2\nunit=um\nspacing=-3\n{lines}")).Series[0];
        Assert.Equal([new AxisScale(3, z), new(0.125, y), new(0.25, "micrometer")], [series.Z, series.Y, series.X]);
    }

    /// <summary>ImageJ leaves a spacing of 1 out.</summary>
    [Theory]
    [InlineData("slices=2\nunit=um", 1, "micrometer")]
    [InlineData("slices=2\nunit=um\nspacing=0", 1, "micrometer")]
    [InlineData("slices=2\nspacing=3", 3, null)]
    [InlineData("frames=2\nunit=um", 1, null)]
    public async Task Spacing_that_is_left_out_is_one_unit_in_a_stack(string lines, double step, string? unit) =>
        Assert.Equal(new AxisScale(step, unit), (await ReadAsync(2, $"images=2\n{lines}")).Series[0].Z);

    [Theory]
    [InlineData(Resolution.Centimeter, "", 0.25, "centimeter")]
    [InlineData(Resolution.Inch, "", 0.25, "inch")]
    [InlineData(1, "", 0.25, null)]
    [InlineData(Resolution.Centimeter, "unit=um\n", 2500, "micrometer")]
    [InlineData(Resolution.Centimeter, "unit=micron\n", 0.25, "micrometer")]
    public async Task Without_a_unit_the_resolution_unit_counts(int tag, string unit, double step, string? name)
    {
        var first = Described(new TestImage(), $"images=2\nslices=2\n{unit}spacing=2").Short(TiffTag.ResolutionUnit, (ulong)tag);
        var series = (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(first, new TestImage().ToIfd()))).Series[0];
        Assert.Equal([new AxisScale(2, name), new(step, name)], [series.Z, series.X]);
    }

    [Fact]
    public async Task The_resolution_of_screens_is_no_scale()
    {
        var first = new TestImage().ToIfd().Text(TiffTag.ImageDescription, "ImageJ=1.53t\nimages=1\n")
            .Rational(TiffTag.XResolution, 72, 1).Rational(TiffTag.YResolution, 72, 1).Short(TiffTag.ResolutionUnit, Resolution.Inch);
        Assert.Equal(AxisScale.Unknown, (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(first))).Series[0].X);
    }

    [Fact]
    public async Task Frames_a_second_count_where_there_is_no_interval_with_a_notice()
    {
        var set = await ReadAsync(2, "images=2\nframes=2\nfps=4\nloop=false\ntunit=min");
        Assert.Equal(new AxisScale(0.25, "second"), set.Series[0].T);
        Assert.Contains("fps=4", Assert.Single(set.Notices), StringComparison.Ordinal);
        Assert.Equal(new AxisScale(9, "second"), (await ReadAsync(2, "images=2\nframes=2\nfps=4\nfinterval=9")).Series[0].T);
    }

    [Theory]
    [InlineData("images=2\nslices=2")]
    [InlineData("images=2\nslices=2\nunit=pixel\nspacing=0\nfinterval=-1")]
    [InlineData("images=2\nslices=2\nunit=furlong\nspacing=NaN\nfinterval=1e999")]
    public async Task What_says_nothing_is_no_unit_and_resolutions_are_numbers(string description)
    {
        var series = (await ReadAsync(2, description)).Series[0];
        Assert.Equal([AxisScale.Unknown, AxisScale.Unknown, new(0.125, null), new(0.25, null)], [series.T, series.Z, series.Y, series.X]);
    }

    [Theory]
    [InlineData("ImageJ=1.53t\r\nimages=4\r\nchannels=2\r\nslices=2\r\nunit=um\r\n")]
    [InlineData("ImageJ=\nhyperstack=true\nimages=4\nchannels=2\nslices=2\nframes=1\nunit=um")]
    [InlineData("SCIFIO=0.42.0\nimages=4\nchannels=2\nslices=2\nunit=um")]
    [InlineData("\uFEFF ImageJ=1.53t\nchannels = 2\nslices : 2\nunit=um")]
    [InlineData("made by a script\nslices=9\nImageJ=1.53t\nchannels=2.0\nslices=2\nunit=um\n")]
    public async Task Lines_begin_where_ImageJ_or_SCIFIO_stands(string text)
    {
        var first = new TestImage().ToIfd().Text(TiffTag.ImageDescription, text).Rational(TiffTag.XResolution, 4, 1);
        foreach (var ifd in (TestIfd[])[first, new TestImage().ToIfd().Text(TiffTag.ImageDescription, "something else").Text(TiffTag.ImageDescription, text).Rational(TiffTag.XResolution, 4, 1)])
        {
            var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Enumerable.Range(0, 4).Select(i => i == 0 ? ifd : new TestImage().ToIfd())));
            Assert.Empty(set.Notices);
            Assert.Equal((2, 2, new AxisScale(0.25, "micrometer")), (set.Series[0].Shape.C, set.Series[0].Shape.Z, set.Series[0].X));
        }
    }

    [Fact]
    public async Task SCIFIOs_axes_are_the_order_of_its_planes_and_have_scales()
    {
        var text = "SCIFIO=0.42.0\naxes=X,Y,Z,Channel,Time\nlengths=5,4,3,2,2\nscales=0.5,0.25,3.0,1.0,2.0\nunits=um,um,um,null,min\nimages=12\nchannels=2\nslices=3\nframes=2\nunit=um";
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(
            Enumerable.Range(0, 12).Select(i => i == 0 ? new TestImage().ToIfd().Text(TiffTag.ImageDescription, text) : new TestImage().ToIfd())));
        var series = set.Series[0];
        Assert.Equal([1, 3, 6], [series.Levels[0].RowOf(1, 0, 0), series.Levels[0].RowOf(0, 1, 0), series.Levels[0].RowOf(0, 0, 1)]);
        Assert.Equal([new AxisScale(2, "minute"), new(3, "micrometer"), new(0.25, "micrometer"), new(0.5, "micrometer")], [series.T, series.Z, series.Y, series.X]);
        Assert.Equal("SCIFIO description", series.Reason);
    }

    [Fact]
    public async Task The_display_range_of_a_grey_stack_is_its_window()
    {
        var channel = (await ReadAsync(1, "min=10.0\nmax=200.0")).Series[0].Channels[0];
        Assert.Equal((10, 200, 0, 255), (channel.Start, channel.End, channel.Minimum, channel.Maximum));
        channel = (await ReadAsync(1, "min=200.0\nmax=10.0")).Series[0].Channels[0];
        Assert.Equal((0, 255), (channel.Start, channel.End));
    }

    /// <summary>ImageJ shows such files as plain stacks, with their scales.</summary>
    [Theory]
    [InlineData("images=3\nslices=3")]
    [InlineData("images=2\nchannels=2\nslices=2")]
    [InlineData("images=2\nchannels=3")]
    [InlineData("images=2147483647\nchannels=2147483647\nslices=2147483647\nframes=2147483647")]
    public async Task Counts_that_the_IFDs_do_not_bear_out_leave_a_stack_with_a_notice(string description)
    {
        var set = await ReadAsync(2, $"{description}\nunit=um");
        Assert.Equal((new ArrayShape(1, 1, 2, 4, 5), new AxisScale(0.25, "micrometer")), (Assert.Single(set.Series).Shape, set.Series[0].X));
        Assert.Contains("ImageJ description", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images=3")]
    [InlineData("unit=um")]
    [InlineData("images=3\nhyperstack=true\nmode=grayscale")]
    public async Task Images_without_axes_are_slices(string description)
    {
        var set = await ReadAsync(3, description);
        Assert.Equal(3, set.Series[0].Shape.Z);
        Assert.Empty(set.Notices);
    }

    [Fact]
    public async Task IFDs_of_another_shape_are_images_of_their_own()
    {
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Described(new TestImage(), "images=2\nframes=2"), new TestImage { Width = 9 }.ToIfd(), new TestImage().ToIfd()));
        Assert.Equal([5, 9], set.Series.Select(series => series.Shape.X));
        Assert.Equal(2, set.Series[0].Shape.T);
        Assert.Empty(set.Notices);
    }

    /// <summary>libvips writes such files.</summary>
    [Fact]
    public async Task SubIFDs_and_reduced_IFDs_are_levels_of_every_channel()
    {
        var (full, half, quarter) = (new TestImage { Width = 64, Length = 48 }, new TestImage { Width = 32, Length = 24 }, new TestImage { Width = 16, Length = 12, Reduced = true });
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(
            Described(full, "hyperstack=true\nimages=2\nchannels=2").WithSubs(half.ToIfd()), full.ToIfd().WithSubs(half.ToIfd()), quarter.ToIfd(), quarter.ToIfd()));
        var series = Assert.Single(set.Series);
        Assert.Equal([64, 32, 16], series.Levels.Select(level => level.WidthOf()));
        Assert.Equal([1, 1, 3], series.Levels.Select(level => level.RowOf(0, 1, 0)));
    }

    [Fact]
    public async Task RGB_counts_its_samples_as_channels()
    {
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Described(new TestImage { Samples = 3 }, "images=1\nchannels=3")));
        Assert.Equal((3, 3), (set.Series[0].Shape.C, set.Series[0].SamplesPerPixel));
    }

    [Theory]
    [InlineData(2, "images=2\nslices=2\nchannels=3", 3, 2, 1)]
    [InlineData(2, "images=2\nslices=2", 3, 2, 1)]
    [InlineData(4, "images=4\nchannels=2\nframes=2", 6, 1, 2)]
    public async Task Stacks_of_RGB_have_channels_of_samples(int ifds, string description, int c, int z, int t)
    {
        var image = new TestImage { Samples = 3 };
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Enumerable.Range(0, ifds).Select(i => i == 0 ? Described(image, description) : image.ToIfd())));
        Assert.Equal((c, z, t), (set.Series[0].Shape.C, set.Series[0].Shape.Z, set.Series[0].Shape.T));
        Assert.Empty(set.Notices);
    }

    private static TestIfd Described(TestImage image, string description) =>
        image.ToIfd().Text(TiffTag.ImageDescription, $"ImageJ=1.53t\n{description}\n").Rational(TiffTag.XResolution, 4, 1).Rational(TiffTag.YResolution, 8_000_000, 1_000_000);

    private static async Task<SeriesSet> ReadAsync(int ifds, string description) => await SeriesReader.ReadAsync(
        await TestFiles.OpenAsync(Enumerable.Range(0, ifds).Select(i => i == 0 ? Described(new TestImage(), description) : new TestImage().ToIfd())));
}
