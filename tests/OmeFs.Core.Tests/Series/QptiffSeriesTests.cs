using OmeFs.Core.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

/// <summary>Slides of PerkinElmer and Akoya. Pixels are tifffile's to judge (OwnFixturesTests).</summary>
public class QptiffSeriesTests
{
    private static readonly TestImage Full = new() { Width = 64, Length = 48, Tiled = true };
    private static readonly TestImage Half = Full with { Width = 32, Length = 24, Reduced = true };
    private static readonly TestImage Thumbnail = new() { Width = 20, Length = 15, Samples = 3 };

    [Fact]
    public async Task An_IFD_is_a_channel_and_other_images_are_their_own()
    {
        var set = await ReadAsync(
            Of(Full, "FullResolution", "<Name>DAPI</Name><Color>0,0,255</Color><Objective>20x</Objective>"),
            Of(Full, "FullResolution", "<Name>Opal 520</Name><Biomarker>CD8</Biomarker><Color>0,255,0</Color>"),
            Of(Thumbnail, "Thumbnail", ""),
            Of(Half, "ReducedResolution", "<Name>DAPI</Name>"),
            Of(Half, "ReducedResolution", "<Name>Opal 520</Name><Biomarker>CD8</Biomarker>"),
            Of(Thumbnail with { Width = 30 }, "Overview", ""),
            Of(Thumbnail with { Width = 15 }, "Label", ""));
        Assert.Empty(set.Notices);
        Assert.Equal(["memory", "memory thumbnail", "memory overview", "memory label"], set.Series.Select(series => series.Name));
        var slide = set.Series[0];
        Assert.Equal((new ArrayShape(1, 2, 1, 48, 64), "QPTIFF (PerkinElmer, Akoya)", 20d), (slide.Shape, slide.Reason, slide.Magnification));
        Assert.Equal([("DAPI", "0000FF"), ("CD8", "00FF00")], slide.Channels.Select(channel => (channel.Label, channel.Color)));
        Assert.Equal([3, 4], [slide.Levels[1].RowOf(0, 0, 0), slide.Levels[1].RowOf(0, 1, 0)]);
    }

    [Fact]
    public async Task A_levels_channels_are_those_of_the_same_names()
    {
        var set = await ReadAsync(
            Of(Full, "FullResolution", "<Name>A</Name>"), Of(Half, "ReducedResolution", "<Name>B</Name>"),
            Of(Full, "FullResolution", "<Name>B</Name>"), Of(Half, "ReducedResolution", "<Name>A</Name>"));
        var slide = Assert.Single(set.Series);
        Assert.Equal([3, 1], [slide.Levels[1].RowOf(0, 0, 0), slide.Levels[1].RowOf(0, 1, 0)]);
    }

    [Fact]
    public async Task A_level_without_all_channels_is_no_level()
    {
        var set = await ReadAsync(Of(Full, "FullResolution", "<Name>A</Name>"), Of(Full, "FullResolution", "<Name>B</Name>"), Of(Half, "ReducedResolution", "<Name>A</Name>"));
        Assert.Equal([1, 1], set.Series.Select(series => series.Levels.Count));
        Assert.Single(set.Notices);
    }

    [Fact]
    public async Task A_slide_in_colour_has_three_channels()
    {
        var (full, half) = (Full with { Samples = 3 }, Half with { Samples = 3 });
        var slide = Assert.Single((await ReadAsync(Of(full, "FullResolution", "<Name>x</Name>"), Of(half, "ReducedResolution", ""))).Series);
        Assert.Equal((3, 2), (slide.Shape.C, slide.Levels.Count));
        Assert.Equal(["Red", "Green", "Blue"], slide.Channels.Select(channel => channel.Label));
    }

    [Fact]
    public async Task IFDs_that_do_not_say_what_they_are_are_known_by_their_size()
    {
        var set = await ReadAsync(Of(Full, "", "<Name>A</Name>"), Of(Full, "", "<Name>B</Name>"), Of(Thumbnail, "", ""), Half.ToIfd(), Half.ToIfd());
        Assert.Equal(["memory", "memory image"], set.Series.Select(series => series.Name));
        Assert.Equal((2, 2), (set.Series[0].Shape.C, set.Series[0].Levels.Count));
    }

    [Fact]
    public async Task An_IFD_without_pixels_takes_nothing_else_away()
    {
        var lost = new TestIfd().Long(TiffTag.ImageWidth, 64).Long(TiffTag.ImageLength, 48).Short(TiffTag.BitsPerSample, 8);
        Assert.Equal(2, Assert.Single((await ReadAsync(Of(Full, "FullResolution", ""), lost, Of(Full, "FullResolution", ""))).Series).Shape.C);
        var aperio = Full.ToIfd().Text(TiffTag.ImageDescription, "Aperio Image Library v1\r\n64x48 |MPP = 0.25");
        Assert.Equal("Aperio slide", Assert.Single((await ReadAsync(aperio, lost)).Series).Reason);
    }

    [Theory]
    [InlineData("<Color>0,0,0</Color>", "FF0000")]
    [InlineData("<Color>300,1,2</Color>", "FF0000")]
    [InlineData("<Color>255,255</Color>", "FF0000")]
    [InlineData("<Color> 16, 32, 48 </Color>", "102030")]
    [InlineData("<Color>1,2,3</Color><Color>4,5,6</Color>", "010203")]
    [InlineData("<ScanProfile><Color>9,9,9</Color></ScanProfile><Color>1,2,3</Color>", "010203")]
    [InlineData("<Color>1,2,3</Color><Broken attribute=>", "010203")]
    public async Task A_colour_is_that_of_the_channel_alone(string xml, string color)
    {
        var series = (await ReadAsync(Of(Full, "FullResolution", $"<Name>A</Name>{xml}"), Of(Full, "FullResolution", "<Name>B</Name>"))).Series[0];
        Assert.Equal(("A", color), (series.Channels[0].Label, series.Channels[0].Color));
    }

    [Theory]
    [InlineData("20x", "20")]
    [InlineData("40X", "40")]
    [InlineData("10", "10")]
    [InlineData("UPLSAPO", null)]
    [InlineData("-1x", null)]
    public async Task The_objective_is_in_the_metadata(string objective, string? magnification)
    {
        using var view = await TestView.OpenAsync(Of(Full, "FullResolution", $"<Objective>{objective}</Objective>"), Of(Thumbnail, "Thumbnail", ""));
        var xml = (await view.TextAsync("OME/METADATA.ome.xml"))!;
        if (magnification is null)
        {
            Assert.DoesNotContain("Instrument", xml, StringComparison.Ordinal);
            return;
        }
        Assert.Contains($"<Instrument ID=\"Instrument:0\"><Objective ID=\"Objective:0:0\" NominalMagnification=\"{magnification}\" /></Instrument><Image", xml, StringComparison.Ordinal);
        Assert.Single(xml.Split("<InstrumentRef ID=\"Instrument:0\" /><ObjectiveSettings ID=\"Objective:0:0\" /><Pixels")[1..]);
    }

    private static TestIfd Of(TestImage image, string type, string xml) => image.ToIfd().Text(
        TiffTag.ImageDescription,
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><PerkinElmer-QPI-ImageDescription><DescriptionVersion>2</DescriptionVersion>"
            + $"{(type.Length > 0 ? $"<ImageType>{type}</ImageType>" : "")}{xml}</PerkinElmer-QPI-ImageDescription>");

    private static async Task<SeriesSet> ReadAsync(params IEnumerable<TestIfd> ifds) => await SeriesReader.ReadAsync(await TestFiles.OpenAsync(ifds));
}
