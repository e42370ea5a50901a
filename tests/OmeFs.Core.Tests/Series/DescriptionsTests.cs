using OmeFs.Core.Series;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Series;

/// <summary>Descriptions that say more than one thing, and what programs mean by theirs. Pixels are tifffile's to judge (OwnFixturesTests).</summary>
public class DescriptionsTests
{
    private static readonly TestImage Image = new() { Width = 4, Length = 3 };
    private static readonly TestImage Slide = new() { Width = 100, Length = 80, Tiled = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_descriptions_the_OME_XML_counts(bool first)
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData/>", z: 2));
        var imageJ = "ImageJ=1.48g\nimages=2\nframes=2\n";
        var ifd = Image.ToIfd().Text(TiffTag.ImageDescription, first ? xml : imageJ).Text(TiffTag.ImageDescription, first ? imageJ : xml);
        var series = Assert.Single((await ReadAsync(ifd, Image.ToIfd())).Series);
        Assert.Equal(("OME-XML", 2, 1), (series.Reason, series.Shape.Z, series.Shape.T));
    }

    [Fact]
    public async Task ImageJs_lines_count_where_the_OME_XML_is_broken()
    {
        var ifd = Image.ToIfd().Text(TiffTag.ImageDescription, "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image")
            .Text(TiffTag.ImageDescription, "ImageJ=1.48g\nimages=2\nframes=2\n");
        var series = Assert.Single((await ReadAsync(ifd, Image.ToIfd())).Series);
        Assert.Equal(("ImageJ description", 2), (series.Reason, series.Shape.T));
    }

    [Fact]
    public async Task A_slides_tiled_IFDs_are_its_levels_and_all_others_are_images()
    {
        var set = await ReadAsync(
            Described(Slide, "Aperio Image Library v1\r\n100x80 |AppMag = 20|MPP = 0.25|Left = 1"),
            Described(Slide with { Width = 25, Length = 20, Tiled = false }, "Aperio Image Library v1\r\n"),
            (Slide with { Width = 50, Length = 40 }).ToIfd(),
            Described(new TestImage { Width = 50, Length = 40, Reduced = true }, "Aperio Image Library v1\r\nlabel 9x9"),
            Described(new TestImage { Width = 25, Length = 20, Reduced = true }, "Aperio Image Library v1\r\nmacro 9x9"));
        Assert.Equal(["memory", "memory thumbnail", "memory label", "memory macro"], set.Series.Select(series => series.Name));
        Assert.Equal([2, 1, 1, 1], set.Series.Select(series => series.Levels.Count));
        Assert.Equal((new AxisScale(0.25, "micrometer"), "Aperio slide"), (set.Series[0].X, set.Series[0].Reason));
        Assert.Equal(AxisScale.Unknown, set.Series[1].X);
    }

    /// <summary>The GT450 describes neither; NewSubfileType tells them apart, in either order.</summary>
    [Theory]
    [InlineData(1UL, 9UL, "label", "macro")]
    [InlineData(9UL, 1UL, "macro", "label")]
    [InlineData(1UL, 0UL, "label", "thumbnail")]
    public async Task A_slides_label_and_macro_image_are_known_by_NewSubfileType(ulong first, ulong second, string firstName, string secondName)
    {
        var set = await ReadAsync(
            Described(Slide, "Aperio Leica Biosystems GT450 v1.0.0 \r\n100x80 |AppMag = 40|MPP = 0.26"),
            Described(Slide with { Width = 25, Length = 20, Tiled = false }, "Aperio Leica Biosystems GT450 v1.0.0 \r\n100x80 -> 25x20"),
            (Slide with { Width = 25, Length = 20 }).ToIfd(),
            (Slide with { Width = 20, Length = 20, Tiled = false }).ToIfd().Long(TiffTag.NewSubfileType, first),
            (Slide with { Width = 30, Length = 10, Tiled = false }).ToIfd().Long(TiffTag.NewSubfileType, second));
        Assert.Equal(["memory", "memory thumbnail", $"memory {firstName}", $"memory {secondName}"], set.Series.Select(series => series.Name));
        Assert.Equal(("Aperio GT450 slide", 40d), (set.Series[0].Reason, set.Series[0].Magnification));
        Assert.Null(set.Series[1].Magnification);
    }

    [Theory]
    [InlineData("MPP = 0")]
    [InlineData("MPP = -1")]
    [InlineData("MPP = 1e999")]
    [InlineData("MPP = none")]
    public async Task A_pixel_size_that_is_none_is_no_scale(string size) =>
        Assert.Equal(AxisScale.Unknown, (await ReadAsync(Described(Slide, $"Aperio Image Library v1\r\n100x80 |{size}|"))).Series[0].X);

    private static TestIfd Described(TestImage image, string description) => image.ToIfd().Text(TiffTag.ImageDescription, description);

    private static async Task<SeriesSet> ReadAsync(params IEnumerable<TestIfd> ifds) => await SeriesReader.ReadAsync(await TestFiles.OpenAsync(ifds));
}
