using System.Text.Json.Nodes;
using OmeFs.Core.Images;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Zarr;

public class OmeZarrTreeTests
{
    private static readonly TestImage Full = new() { Width = 64, Length = 50, Bits = 16, Tiled = true, Deflate = true };

    private static TestIfd Pyramid => Full.ToIfd().WithSubs((Full with { Width = 32, Length = 25 }).ToIfd()).Text(TiffTag.ImageDescription, Fixtures.Document(
        "<Image ID=\"Image:0\" Name=\"Cells &amp; µ\"><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYZCT\" Type=\"uint16\" SizeX=\"64\" SizeY=\"50\" SizeZ=\"1\" SizeC=\"1\" SizeT=\"1\" "
        + "PhysicalSizeX=\"0.25\" PhysicalSizeY=\"0.5\" SignificantBits=\"12\"><Channel ID=\"Channel:0:0\" Name=\"DAPI\" SamplesPerPixel=\"1\"/><TiffData/></Pixels></Image>"));

    [Fact]
    public async Task The_documents_of_a_small_pyramid_are_these()
    {
        using var view = await TestView.OpenAsync(Pyramid);
        await IsAsync(view, ".zgroup", """{"zarr_format": 2}""");
        await IsAsync(view, "0/.zarray", """
            {"chunks": [1, 1, 1, 16, 16], "compressor": {"id": "zlib", "level": 6}, "dimension_separator": "/", "dtype": "<u2",
             "fill_value": 0, "filters": null, "order": "C", "shape": [1, 1, 1, 50, 64], "zarr_format": 2}
            """);
        await IsAsync(view, "1/.zarray", """
            {"chunks": [1, 1, 1, 16, 16], "compressor": {"id": "zlib", "level": 6}, "dimension_separator": "/", "dtype": "<u2",
             "fill_value": 0, "filters": null, "order": "C", "shape": [1, 1, 1, 25, 32], "zarr_format": 2}
            """);
        await IsAsync(view, ".zattrs", """
            {"multiscales": [{"name": "Cells & µ", "version": "0.4",
               "axes": [{"name": "t", "type": "time"}, {"name": "c", "type": "channel"}, {"name": "z", "type": "space"},
                        {"name": "y", "type": "space", "unit": "micrometer"}, {"name": "x", "type": "space", "unit": "micrometer"}],
               "datasets": [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 1, 0.5, 0.25]}]},
                            {"path": "1", "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 1, 1, 0.5]}]}],
               "metadata": {"description": "the levels of the source file; omefs resampled nothing"}}],
             "omero": {"name": "Cells & µ", "version": "0.4",
               "channels": [{"active": true, "coefficient": 1, "color": "FFFFFF", "family": "linear", "inverted": false, "label": "DAPI",
                             "window": {"min": 0, "max": 65535, "start": 0, "end": 4095}}],
               "rdefs": {"defaultT": 0, "defaultZ": 0, "model": "greyscale"}}}
            """);
        await IsAsync(view, "0/.zattrs", """{"_ARRAY_DIMENSIONS": ["t", "c", "z", "y", "x"]}""");
        await IsAsync(view, "1/.zattrs", """{"_ARRAY_DIMENSIONS": ["t", "c", "z", "y1", "x1"]}""");
        Assert.Null(await view.TextAsync("2/.zarray"));
    }

    /// <summary>In xarray and GDAL one name has one length in a group: what is as long as in level 0 keeps its name, what is shorter has the level's number.</summary>
    [Theory]
    [InlineData(64, 25, "y1", "x")]
    [InlineData(32, 50, "y", "x1")]
    [InlineData(64, 50, "y", "x")]
    [InlineData(1, 1, "y1", "x1")]
    public async Task Only_a_shorter_axis_of_a_level_has_a_name_of_its_own(int width, int length, string y, string x)
    {
        using var view = await TestView.OpenAsync(Full.ToIfd().WithSubs((Full with { Width = width, Length = length }).ToIfd()).Text(TiffTag.ImageDescription, Fixtures.Document(
            Fixtures.Image("<TiffData/>"))));
        var levels = view.View.Images[0].Levels;
        for (var level = 0; level < levels.Count; level++)
            await IsAsync(view, $"{level}/.zattrs", levels[level].Shape == levels[0].Shape
                ? """{"_ARRAY_DIMENSIONS": ["t", "c", "z", "y", "x"]}"""
                : $$"""{"_ARRAY_DIMENSIONS": ["t", "c", "z", "{{y}}", "{{x}}"]}""");
    }

    [Fact]
    public async Task Arrays_of_several_images_name_their_axes_each_for_itself()
    {
        using var view = await TestView.OpenAsync(Full.ToIfd(), new TestImage().ToIfd());
        await IsAsync(view, "0/0/.zattrs", """{"_ARRAY_DIMENSIONS": ["t", "c", "z", "y", "x"]}""");
        await IsAsync(view, "1/0/.zattrs", """{"_ARRAY_DIMENSIONS": ["t", "c", "z", "y", "x"]}""");
    }

    [Fact]
    public async Task The_consolidated_metadata_are_all_documents_in_one()
    {
        using var view = await TestView.OpenAsync(Pyramid);
        var consolidated = JsonNode.Parse((await view.TextAsync(".zmetadata"))!)!;
        Assert.Equal(1, (int)consolidated["zarr_consolidated_format"]!);
        var documents = consolidated["metadata"]!.AsObject();
        Assert.Equal([".zattrs", ".zgroup", "0/.zarray", "0/.zattrs", "1/.zarray", "1/.zattrs", "OME/.zgroup"], documents.Select(document => document.Key).Order(StringComparer.Ordinal));
        foreach (var (key, document) in documents)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse((await view.TextAsync(key))!), document), key);
    }

    [Fact]
    public async Task The_metadata_name_the_image_by_its_group_and_what_is_shown()
    {
        using var view = await TestView.OpenAsync(Pyramid);
        var xml = (await view.TextAsync("OME/METADATA.ome.xml"))!;
        Assert.Contains("ID=\"Image:0\"", xml, StringComparison.Ordinal);
        Assert.Contains("MetadataOnly", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("TiffData", xml, StringComparison.Ordinal);
        using var plain = await TestView.OpenAsync((Full with { Samples = 3 }).ToIfd());
        var fresh = Fixtures.Read((await plain.TextAsync("OME/METADATA.ome.xml"))!);
        Assert.Equal((64, 50, 3), (fresh.Images[0].Pixels.SizeX, fresh.Images[0].Pixels.SizeY, fresh.Images[0].Pixels.SizeC));
    }

    [Fact]
    public async Task Several_images_are_groups_below_a_bioformats2raw_root()
    {
        using var view = await TestView.OpenAsync(Full.ToIfd(), new TestImage().ToIfd());
        await IsAsync(view, ".zattrs", """{"bioformats2raw.layout": 3}""");
        await IsAsync(view, "OME/.zattrs", """{"series": ["0", "1"]}""");
        Assert.Contains("\"memory 1\"", await view.TextAsync("1/.zattrs"), StringComparison.Ordinal);
        Assert.NotNull(await view.TextAsync("1/0/.zarray"));
        var xml = Fixtures.Read((await view.TextAsync("OME/METADATA.ome.xml"))!);
        Assert.Equal(["Image:0", "Image:1"], xml.Images.Select(image => image.Id));
    }

    [Fact]
    public async Task The_layout_can_be_forced()
    {
        using var forced = await TestView.OpenAsync(TiffWriter.Write(Full.ToIfd()), OmeZarrLayout.Bioformats2Raw);
        await IsAsync(forced, ".zattrs", """{"bioformats2raw.layout": 3}""");
        Assert.NotNull(await forced.TextAsync("0/0/.zarray"));
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.OpenAsync(TiffWriter.Write(Full.ToIfd(), new TestImage().ToIfd()), OmeZarrLayout.Image));
        Assert.Equal(FaultKind.Usage, fault.Kind);
    }

    [Fact]
    public async Task Types_byte_orders_and_fill_values_are_Zarrs()
    {
        var nodata = new TestImage { Bits = 32, Format = SampleFormat.Float, Tiled = true };
        using var float32 = await TestView.OpenAsync(TiffWriter.Write(true, true, nodata.ToIfd(true).Text(TiffTag.GdalNoData, "nan")));
        var array = JsonNode.Parse((await float32.TextAsync("0/.zarray"))!)!;
        Assert.Equal((">f4", "NaN"), ((string)array["dtype"]!, (string)array["fill_value"]!));
        Assert.Null(array["compressor"]);
        using var uint8 = await TestView.OpenAsync(TiffWriter.Write(true, false, new TestImage { Bits = 1 }.ToIfd(true)));
        Assert.Contains("\"|u1\"", await uint8.TextAsync("0/.zarray"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complex_numbers_have_no_fill_value_unless_chunks_are_missing()
    {
        var image = new TestImage { Width = 32, Length = 32, Bits = 64, Format = SampleFormat.Complex, Tiled = true };
        foreach (var (missing, fill) in ((int, string?)[])[(-1, null), (2, "[0,0]")])
        {
            using var view = await TestView.OpenAsync(image.ToIfd(false, null, segment => segment == missing));
            var text = (await view.TextAsync("0/.zarray"))!;
            Assert.Equal(fill, JsonNode.Parse(text)!["fill_value"]?.ToJsonString());
            Assert.Equal((await view.FindAsync("0/.zarray")).Size, text.Length);
            Assert.Equal(fill, JsonNode.Parse((await view.TextAsync(".zmetadata"))!)!["metadata"]!["0/.zarray"]!["fill_value"]?.ToJsonString());
        }
    }

    [Theory]
    [InlineData("a\u0001b.tif")]
    [InlineData("<&\">.tif")]
    [InlineData("\uD800.tif")]
    [InlineData("µ\uFFFE.tif")]
    public async Task Any_file_name_can_be_shown(string name)
    {
        using var view = await TestView.OpenAsync(TiffWriter.Write(new TestImage().ToIfd()), name: name);
        Assert.NotNull(JsonNode.Parse((await view.TextAsync(".zattrs"))!));
        Assert.Single(Fixtures.Read((await view.TextAsync("OME/METADATA.ome.xml"))!).Images);
    }

    [Fact]
    public async Task Physical_sizes_that_scale_past_all_numbers_do_no_harm()
    {
        var ifd = Full.ToIfd().WithSubs((Full with { Width = 32, Length = 25 }).ToIfd()).Text(TiffTag.ImageDescription, Fixtures.Document(
            Fixtures.Image("<TiffData/>", attributes: "PhysicalSizeX=\"1.7e308\" PhysicalSizeY=\"1e-320\"")));
        using var view = await TestView.OpenAsync(ifd);
        Assert.NotNull(JsonNode.Parse((await view.TextAsync(".zattrs"))!));
    }

    [Theory]
    [InlineData("0.499", 0.499, 0.998, 1.996)]
    [InlineData("0.1", 0.1, 0.2, 0.4)]
    [InlineData("0.263852", 0.263852, 0.527704, 1.055408)]
    public async Task The_scale_of_level_0_is_the_files_number_to_the_last_digit(string size, double full, double half, double quarter)
    {
        var image = new TestImage { Width = 6144, Length = 12, Tiled = true, TileWidth = 2048 };
        var ifd = image.ToIfd().WithSubs((image with { Width = 3072, Length = 6 }).ToIfd(), (image with { Width = 1536, Length = 3 }).ToIfd())
            .Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData/>", attributes: $"PhysicalSizeX=\"{size}\" PhysicalSizeY=\"{size}\"")));
        using var view = await TestView.OpenAsync(ifd);
        var datasets = JsonNode.Parse((await view.TextAsync(".zattrs"))!)!["multiscales"]![0]!["datasets"]!.AsArray();
        foreach (var axis in (int[])[3, 4])
            Assert.Equal([full, half, quarter], datasets.Select(level => (double)level!["coordinateTransformations"]![0]!["scale"]![axis]!));
    }

    [Fact]
    public async Task Planes_without_an_IFD_cost_no_time()
    {
        const int Claimed = 1_000_000;
        var ifd = new TestImage { Width = 4, Length = 3 }.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\" PlaneCount=\"1\"/>", z: Claimed)));
        using var view = await TestView.OpenAsync(ifd);
        Assert.Equal(Claimed, view.Array.Grid.Z);
        Assert.True((await view.FindAsync("0/0/0/0/0/0")).Exists);
        Assert.False((await view.FindAsync("0/0/0/999999/0/0")).Exists);
        Assert.InRange(view.Source.Reads.Count, 1, 50);
    }

    private static async Task IsAsync(TestView view, string path, string json)
    {
        var found = await view.TextAsync(path);
        Assert.True(found is not null && JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(found)), $"{path}: {found}");
    }
}
