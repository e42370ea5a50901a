using OmeFs.Core.Series;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

public class OmeSeriesTests
{
    /// <summary>As large as <see cref="Fixtures.Image"/> says.</summary>
    private static readonly TestImage Image = new() { Width = 4, Length = 3 };

    [Fact]
    public async Task Planes_follow_the_dimension_order()
    {
        var set = await ReadAsync(6, Image, Fixtures.Document(Fixtures.Image("<TiffData/>", z: 3, c: 2, order: "XYZCT")));
        var series = Assert.Single(set.Series);
        Assert.Equal((new ArrayShape(1, 2, 3, 3, 4), "OME-XML"), (series.Shape, series.Reason));
        Assert.Equal(4, series.Levels[0].RowOf(1, 1, 0));
        Assert.Empty(set.Notices);
    }

    [Fact]
    public async Task The_size_of_the_TIFF_wins_with_a_notice()
    {
        var set = await ReadAsync(1, Image with { Width = 7, Length = 9 }, Fixtures.Document(Fixtures.Image("<TiffData/>")));
        Assert.Equal((9, 7), (set.Series[0].Shape.Y, set.Series[0].Shape.X));
        Assert.Contains("4×3 pixels, the TIFF 7×9", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planes_without_an_IFD_are_told()
    {
        var set = await ReadAsync(2, Image, Fixtures.Document(Fixtures.Image("<TiffData/>", z: 5)));
        Assert.Equal(-1, set.Series[0].Levels[0].RowOf(2, 0, 0));
        Assert.Contains("3 of 5 planes have no IFD", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_Image_is_a_series()
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>") + Fixtures.Image("<TiffData IFD=\"1\" PlaneCount=\"2\"/>", z: 2, id: 1) + Fixtures.Image("<TiffData IFD=\"9\"/>", id: 2));
        var set = await ReadAsync(3, Image, xml);
        Assert.Equal([0, 1], set.Series.Select(series => series.OmeImage));
        Assert.Equal([0, 1], set.Series.Select(series => series.Levels[0].RowOf(0, 0, 0)));
        Assert.Contains(set.Notices, notice => notice.Contains("Image 2", StringComparison.Ordinal) && notice.Contains("no plane in this file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sizes_units_and_channels_are_taken_over()
    {
        var xml = Fixtures.Document(Fixtures.Image(
            "<Channel ID=\"Channel:0:0\" Name=\"DAPI\" Color=\"65535\"/><Channel ID=\"Channel:0:1\" Fluor=\"GFP\"/><Channel ID=\"Channel:0:2\" EmissionWavelength=\"610\"/><TiffData/>",
            c: 3, attributes: "PhysicalSizeX=\"0.5\" PhysicalSizeY=\"200\" PhysicalSizeYUnit=\"nm\" PhysicalSizeZ=\"3\" PhysicalSizeZUnit=\"pixel\" TimeIncrement=\"2\" SignificantBits=\"7\""));
        var series = (await ReadAsync(3, Image, xml)).Series[0];
        Assert.Equal([new AxisScale(2, "second"), new(3, null), new(200, "nanometer"), new(0.5, "micrometer")], [series.T, series.Z, series.Y, series.X]);
        Assert.Equal([("DAPI", "0000FF"), ("GFP", "00FF00"), ("610 nm", "FF0000")], series.Channels.Select(c => (c.Label, c.Color)));
        Assert.All(series.Channels, channel => Assert.Equal((127, 255), (channel.End, channel.Maximum)));
    }

    [Fact]
    public async Task SubIFDs_are_the_levels()
    {
        var full = new TestImage { Width = 64, Length = 48 };
        var ifd = full.ToIfd().WithSubs((full with { Width = 32, Length = 24 }).ToIfd()).Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData/>")));
        var series = (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(ifd))).Series[0];
        Assert.Equal(2, series.Levels.Count);
    }

    /// <summary>OME-TIFF pyramids from before Bio-Formats 6: f is a full IFD, h half and q a quarter of it, each marked as reduced.</summary>
    [Theory]
    [InlineData("ff hh", "64 32", "2 3")]
    [InlineData("ff hh qq", "64 32 16", "2 3")]
    [InlineData("fh fh", "64 32", "1 3")]
    [InlineData("fhq fhq", "64 32 16", "1 4")]
    [InlineData("ff qq hh", "64 32 16", "4 5")]
    [InlineData("ff h", "64", "")]
    [InlineData("ff hhh", "64", "")]
    public async Task Reduced_IFDs_of_the_main_chain_are_levels(string chain, string widths, string rowsOfHalf)
    {
        var ifds = chain.Replace(" ", "", StringComparison.Ordinal);
        var full = Enumerable.Range(0, ifds.Length).Where(i => ifds[i] == 'f').ToList();
        var xml = Fixtures.Document(Fixtures.Image(
            $"<TiffData IFD=\"{full[0]}\" FirstC=\"0\" PlaneCount=\"1\"/><TiffData IFD=\"{full[1]}\" FirstC=\"1\" PlaneCount=\"1\"/>", c: 2));
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(ifds.Select((letter, i) => i == 0 ? Sized(letter).Text(TiffTag.ImageDescription, xml) : Sized(letter))));
        var series = Assert.Single(set.Series);
        Assert.Equal(widths, string.Join(' ', series.Levels.Select(level => level.WidthOf())));
        if (rowsOfHalf.Length > 0)
            Assert.Equal(rowsOfHalf, $"{series.Levels[1].RowOf(0, 0, 0)} {series.Levels[1].RowOf(0, 1, 0)}");
    }

    [Fact]
    public async Task Reduced_IFDs_of_two_Images_are_levels_of_both()
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>") + Fixtures.Image("<TiffData IFD=\"2\"/>", id: 1));
        var ifds = "fhfh".Select(Sized).ToList();
        ifds[0].Text(TiffTag.ImageDescription, xml);
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(ifds));
        Assert.Equal([1, 3], set.Series.Select(series => series.Levels[1].RowOf(0, 0, 0)));
    }

    /// <summary>What an Image names is no level of another one, and what is not reduced is none.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task IFDs_that_Images_name_and_IFDs_that_are_not_marked_are_no_levels(bool named, bool marked)
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>") + (named ? Fixtures.Image("<TiffData IFD=\"1\"/>", id: 1) : ""));
        var half = marked ? Sized('h') : new TestImage { Width = 32, Length = 24 }.ToIfd();
        var set = await SeriesReader.ReadAsync(await TestFiles.OpenAsync(Sized('f').Text(TiffTag.ImageDescription, xml), half));
        Assert.All(set.Series, series => Assert.Single(series.Levels));
    }

    private static TestIfd Sized(char letter) => letter switch
    {
        'f' => new TestImage { Width = 64, Length = 48 }.ToIfd(),
        'h' => new TestImage { Width = 32, Length = 24, Reduced = true }.ToIfd(),
        _ => new TestImage { Width = 16, Length = 12, Reduced = true }.ToIfd(),
    };

    [Theory]
    [InlineData("<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"4\" SizeY=\"3\" SizeZ=\"2\" SizeC=\"1\" SizeT=\"1\">"
        + "<TiffData IFD=\"0\"/><TiffData FirstZ=\"1\"><UUID FileName=\"other.ome.tif\">urn:uuid:2</UUID></TiffData></Pixels></Image>", "other.ome.tif")]
    public async Task A_part_of_a_set_without_the_others_is_refused_by_their_names(string inside, string other)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => ReadAsync(1, Image, Fixtures.Document(inside, "UUID=\"urn:uuid:1\"")));
        Assert.Equal(FaultKind.NotFound, fault.Kind);
        Assert.Contains(other, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image")]
    [InlineData("<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"></OME>")]
    public async Task OME_XML_that_is_of_no_use_leaves_a_plain_TIFF_and_a_notice(string xml)
    {
        var set = await ReadAsync(2, Image, xml);
        Assert.StartsWith("plain TIFF", Assert.Single(set.Series).Reason, StringComparison.Ordinal);
        Assert.Single(set.Notices);
    }

    private static async Task<SeriesSet> ReadAsync(int ifds, TestImage image, string xml) => await SeriesReader.ReadAsync(
        await TestFiles.OpenAsync(Enumerable.Range(0, ifds).Select(i => i == 0 ? image.ToIfd().Text(TiffTag.ImageDescription, xml) : image.ToIfd())));
}
