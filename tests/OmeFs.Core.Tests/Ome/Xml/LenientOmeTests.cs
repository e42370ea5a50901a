using System.Text;
using System.Xml.Linq;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Series;
using OmeFs.Core.Tests.Series;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;
using static OmeFs.Core.Tests.Ome.Fixtures;

namespace OmeFs.Core.Tests.Ome.Xml;

/// <summary>One odd value costs that value and not the document: what a TIFF shows whose OME-XML has it, and what METADATA.ome.xml then says.</summary>
public sealed class LenientOmeTests : IDisposable
{
    private const string Planes = "<TiffData FirstC=\"0\" FirstZ=\"0\" IFD=\"0\" PlaneCount=\"1\"/><TiffData FirstC=\"1\" FirstZ=\"0\" IFD=\"1\" PlaneCount=\"1\"/>"
        + "<TiffData FirstC=\"0\" FirstZ=\"1\" IFD=\"2\" PlaneCount=\"1\"/><TiffData FirstC=\"1\" FirstZ=\"1\" IFD=\"3\" PlaneCount=\"1\"/>";

    private const string Channels = "<Channel ID=\"Channel:0:0\" Name=\"DAPI\" SamplesPerPixel=\"1\"/><Channel ID=\"Channel:0:1\" Name=\"GFP\" SamplesPerPixel=\"1\"/>";

    private static readonly XNamespace Namespace = Namespace2016;
    private static readonly TestImage Plane = new() { Width = 4, Length = 3 };

    /// <summary>2 z of 2 c in order XYCZT: IFD 1 is c 1, IFD 2 is z 1.</summary>
    private static readonly string Whole = Document(Image(Channels + Planes, z: 2, c: 2, order: "XYCZT", attributes: "PhysicalSizeX=\"0.5\" PhysicalSizeXUnit=\"µm\" BigEndian=\"false\""));

    private readonly string _scratch = Directory.CreateTempSubdirectory("omefs-lenient-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [Theory]
    [InlineData("\"XYCZT\"", "\"XYCZ\"")]
    [InlineData("\"XYCZT\"", "\"xyczt\"")]
    [InlineData("\"XYCZT\"", "\"XYCZTS\"")]
    [InlineData("\"XYCZT\"", "\"TZCYX\"")]
    [InlineData("\"XYCZT\"", "\" XYCZT \"")]
    [InlineData("\"XYCZT\"", "\"CZT\"")]
    [InlineData("\"XYCZT\"", "\"\"")]
    [InlineData("\"XYCZT\"", "\"7\"")]
    [InlineData("\"XYCZT\"", "\"0\"")]
    [InlineData("DimensionOrder=\"XYCZT\"", "")]
    [InlineData("\"uint8\"", "\"UINT8\"")]
    [InlineData("\"uint8\"", "\"unsigned char\"")]
    [InlineData("\"uint8\"", "\"\"")]
    [InlineData("Type=\"uint8\"", "")]
    [InlineData("SizeT=\"1\"", "")]
    [InlineData("SizeT=\"1\"", "SizeT=\"0\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"-1\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\" \"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"NaN\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"1.0\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"99999999999999999999\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"2147483647\"")]
    [InlineData("SizeZ=\"2\"", "")]
    [InlineData("SizeZ=\"2\"", "SizeZ=\"two\"")]
    [InlineData("SizeC=\"2\"", "")]
    [InlineData("SizeC=\"2\"", "SizeC=\"2000000\"")]
    [InlineData("SizeZ=\"2\" SizeC=\"2\" SizeT=\"1\"", "")]
    [InlineData("SizeX=\"4\"", "")]
    [InlineData("SizeY=\"3\"", "SizeY=\"3px\"")]
    [InlineData("ID=\"Pixels:0\" ", "")]
    [InlineData("ID=\"Pixels:0\"", "ID=\"pixels zero\"")]
    [InlineData("ID=\"Image:0\"", "")]
    [InlineData("ID=\"Channel:0:1\"", "ID=\"Channel:0:0\"")]
    [InlineData("ID=\"Channel:0:1\"", "")]
    [InlineData("SamplesPerPixel=\"1\"", "SamplesPerPixel=\"\"")]
    [InlineData("SamplesPerPixel=\"1\"", "SamplesPerPixel=\"-3\"")]
    [InlineData("SamplesPerPixel=\"1\"", "SamplesPerPixel=\"4\"")]
    [InlineData("BigEndian=\"false\"", "BigEndian=\"False\"")]
    [InlineData("BigEndian=\"false\"", "BigEndian=\"little\"")]
    [InlineData("BigEndian=\"false\"", "SignificantBits=\"eight\" Interleaved=\"no\" TimeIncrement=\"-\"")]
    [InlineData("<TiffData FirstC=\"0\" FirstZ=\"1\"", "<TiffData FirstT=\"0\" FirstC=\"0\" FirstZ=\"1\" NumPlanes=\"x\"")]
    [InlineData("IFD=\"3\" PlaneCount=\"1\"", "IFD=\"3\" PlaneCount=\"\"")]
    [InlineData("IFD=\"3\" PlaneCount=\"1\"", "IFD=\"3.0\"")]
    [InlineData("</Image>", "<ROIRef ID=\"ROI:0\"/></Image><ome:ROI xmlns:x=\"y\"/><x:y/>")]
    [InlineData("<OME ", "<OME xsi:schemaLocation=\"a b\" ")]
    public async Task Planes_are_where_they_are(string right, string odd)
    {
        var set = await AssertPlanesAsync(Bytes(right, odd));
        Assert.Equal(("DAPI", "GFP"), (set.Series[0].Channels[0].Label, set.Series[0].Channels[1].Label));
        Assert.Equal(0.5, set.Series[0].X.Step);
    }

    [Theory]
    [InlineData("DAPI", "DAPI&#0;", "DAPI")]
    [InlineData("DAPI", "DAPI&#x1B;", "DAPI")]
    [InlineData("DAPI", "DA\u0007PI", "DAPI")]
    [InlineData("DAPI", "DAPI\0", "DAPI")]
    [InlineData("DAPI", "DAPI\uFFFF", "DAPI")]
    [InlineData("DAPI", "DAPI&#xD800;", "DAPI")]
    [InlineData("DAPI", "DAPI&#xFFFFFFFF;", "DAPI&#xFFFFFFFF;")]
    [InlineData("DAPI", "&#55357;&#56832;", "😀")]
    [InlineData("DAPI", "😀&#128512;", "😀😀")]
    [InlineData("DAPI", "A & B", "A & B")]
    [InlineData("DAPI", "&micro;m", "&micro;m")]
    [InlineData("DAPI", "a &amp; b &#38; c", "a & b & c")]
    [InlineData("DAPI", "<5 µm", "<5 µm")]
    [InlineData("DAPI", "5 > 4 'quoted'", "5 > 4 'quoted'")]
    public async Task Characters_that_are_no_XML_cost_only_themselves(string right, string odd, string label)
    {
        var set = await AssertPlanesAsync(Bytes(right, odd));
        Assert.Equal((label, "GFP"), (set.Series[0].Channels[0].Label, set.Series[0].Channels[1].Label));
        Assert.Equal(0.5, set.Series[0].X.Step);
    }

    [Fact]
    public async Task Encodings_are_told_by_the_bytes_whatever_is_declared()
    {
        foreach (var declared in (string[])["utf-16", "UTF-8", "ISO-8859-1", "windows-1252", "US-ASCII", "nonsense"])
        {
            var xml = Whole.Replace("UTF-8", declared, StringComparison.Ordinal).Replace("DAPI", "Zürich", StringComparison.Ordinal);
            foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(xml), Encoding.Latin1.GetBytes(xml), Encoding.Unicode.GetBytes(xml), [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(xml)]])
            {
                var set = await AssertPlanesAsync(bytes);
                Assert.Equal(("Zürich", new AxisScale(0.5, "micrometer")), (set.Series[0].Channels[0].Label, set.Series[0].X));
                Assert.Empty(set.Notices);
            }
        }
    }

    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData(" \r\n\t", "")]
    [InlineData("\n\uFEFF \uFEFF", "")]
    [InlineData("\0\0", "")]
    [InlineData("<!-- first -->", "")]
    [InlineData("", "\0\0\0")]
    [InlineData("", "\n<OME/>")]
    [InlineData("", "more & more < than \u0001 this")]
    [InlineData("", "</OME>")]
    public async Task What_is_before_and_behind_the_document_does_not_matter(string before, string after) =>
        Assert.Empty((await AssertPlanesAsync(Encoding.UTF8.GetBytes(before + Whole + after))).Notices);

    /// <summary>No DTD is read; a document with one is still known as OME-XML, so that it is not passed over in silence.</summary>
    [Theory]
    [InlineData("<!DOCTYPE OME>")]
    [InlineData("<!DOCTYPE OME SYSTEM \"ome.dtd\">")]
    [InlineData("<!DOCTYPE OME [<!ENTITY x \"y\"> <!ELEMENT OME ANY>]>")]
    [InlineData("<!-- a --><?b c?><!DOCTYPE OME>")]
    public async Task A_document_with_a_DTD_is_passed_over_with_a_notice(string before)
    {
        var ifd = Plane.ToIfd().Text(TiffTag.ImageDescription, Whole.Insert(Whole.IndexOf("<OME", StringComparison.Ordinal), before));
        Assert.Contains("the OME-XML has a DTD", Assert.Single((await SeriesReader.ReadAsync(await TestFiles.OpenAsync(ifd))).Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("µm", "micrometer")]
    [InlineData("μm", "micrometer")]
    [InlineData("Âµm", "micrometer")]
    [InlineData("um", "micrometer")]
    [InlineData("micron", "micrometer")]
    [InlineData("Micrometers", "micrometer")]
    [InlineData("?m", "micrometer")]
    [InlineData("\uFFFDm", "micrometer")]
    [InlineData("furlong", null)]
    [InlineData("pixel", null)]
    public async Task Units_are_known_by_what_people_write(string written, string? unit)
    {
        var set = await AssertPlanesAsync(Bytes("\"µm\"", $"\"{written}\""));
        Assert.Equal(new AxisScale(0.5, unit), set.Series[0].X);
        Assert.Equal(written == "furlong", set.Notices.Any(notice => notice.Contains("furlong", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(2, 2, "SizeC=\"2\"", "")]
    [InlineData(2, 2, "SizeZ=\"2\"", "SizeZ=\"x\"")]
    [InlineData(1, 4, "SizeZ=\"2\" SizeC=\"2\"", "SizeC=\"4\"")]
    [InlineData(4, 1, "SizeZ=\"2\" SizeC=\"2\"", "SizeC=\"1\" SizeT=\"1\" Size=\"\"")]
    public async Task A_size_that_is_not_said_is_what_the_planes_bear_out(int z, int c, string right, string odd)
    {
        var xml = Document(Image("<TiffData/>", z: 2, c: 2, order: "XYCZT")).Replace(right, odd, StringComparison.Ordinal).Replace("SizeT=\"1\"  Size", "Size", StringComparison.Ordinal);
        if (odd.Contains("SizeT", StringComparison.Ordinal))
            xml = xml.Replace(" SizeT=\"1\" >", ">", StringComparison.Ordinal);
        var set = await ReadAsync(Encoding.UTF8.GetBytes(xml));
        Assert.Equal((z, c), (set.Series[0].Shape.Z, set.Series[0].Shape.C));
        Assert.Contains(set.Notices, notice => notice.Contains("does not say Size", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_element_with_an_odd_place_names_no_plane()
    {
        var set = await ReadAsync(Bytes("FirstZ=\"1\" IFD=\"3\"", "FirstZ=\"1\" IFD=\"-1\""));
        Assert.Equal([0, 1, 2, -1], [.. Rows(set.Series[0])]);
        Assert.Contains(set.Notices, notice => notice.Contains("IFD \"-1\"", StringComparison.Ordinal));
        Assert.Contains(set.Notices, notice => notice.Contains("1 of 4 planes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elements_that_all_have_odd_places_leave_the_order_of_the_IFDs() =>
        await AssertPlanesAsync(Encoding.UTF8.GetBytes(Whole.Replace("IFD=\"", "IFD=\"#", StringComparison.Ordinal)));

    [Fact]
    public async Task An_Image_without_Pixels_takes_no_other_away()
    {
        var xml = Document("<Image ID=\"Image:7\" Name=\"empty\"/>" + Image(Channels + Planes, z: 2, c: 2, order: "XYCZT", id: 8));
        var set = await AssertPlanesAsync(Encoding.UTF8.GetBytes(xml), hasSize: false);
        Assert.Contains(set.Notices, notice => notice.Contains("Image:7 holds no Pixels", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("</Image>", true)] // all of the Pixels is there
    [InlineData("</Pixels>", true)] // all planes are named
    [InlineData("<TiffData FirstC=\"1\" FirstZ=\"1\"", false)]
    [InlineData("<Pixels", false)]
    public async Task Of_a_document_that_is_cut_off_whole_images_are_used(string from, bool used)
    {
        var bytes = Encoding.UTF8.GetBytes(Whole[..Whole.IndexOf(from, StringComparison.Ordinal)]);
        var set = await (used ? AssertPlanesAsync(bytes) : ReadAsync(bytes));
        Assert.Equal(used, set.Series[0].Reason == "OME-XML");
        Assert.Contains("not well-formed", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</OME>", "<StructuredAnnotations><a></b></StructuredAnnotations></OME>")]
    [InlineData("</OME>", "<Image ID=\"Image:1\"><Pixels ID=\"Pixels:1\" SizeX=\"4\"")]
    [InlineData("</Pixels>", "<Plane TheZ=\"0\" TheC=\"0\" TheT=\"0\"><unclosed></Plane></Pixels>")]
    public async Task Damage_behind_an_image_does_not_take_it_away(string right, string odd) => await AssertPlanesAsync(Bytes(right, odd));

    [Fact]
    public async Task Elements_may_be_nested_as_deep_as_anybody_likes() =>
        await AssertPlanesAsync(Bytes("</OME>",
            $"<StructuredAnnotations>{string.Concat(Enumerable.Repeat("<a>", 1000))}{string.Concat(Enumerable.Repeat("</a>", 1000))}</StructuredAnnotations></OME>"));

    [Fact]
    public async Task Long_shapes_of_ROIs_are_passed_over_and_copied()
    {
        var points = string.Join(' ', Enumerable.Range(0, 200_000).Select(i => $"{i}.25,{i % 997}.5"));
        Assert.True(points.Length > OmeLimits.MaxTagCharacters);
        var bytes = Bytes("</OME>", $"<ROI ID=\"ROI:0\"><Union><Polygon ID=\"Shape:0\" Points=\"{points}\"/></Union></ROI></OME>");
        var set = await AssertPlanesAsync(bytes);
        Assert.Empty(set.Notices);
        Assert.Equal(points, (string?)Metadata(set).Descendants(Namespace + "Polygon").Single().Attribute("Points"));
    }

    [Fact]
    public void Shapes_longer_than_can_be_copied_are_cut_and_told()
    {
        var xml = Whole.Replace("</OME>", $"<ROI Points=\"{new string('1', OmeLimits.MaxCopiedTagCharacters + 1)}\" After=\"2\"/></OME>", StringComparison.Ordinal);
        var document = Read(xml);
        List<string> notices = [];
        var written = XDocument.Parse(Encoding.UTF8.GetString(OmeMetadataWriter.WriteMetadataOnly(Utf8(xml), document, ["0"], [PixelsOverride.None], "x", notices)));
        Assert.InRange(written.Descendants(Namespace + "ROI").Single().Attribute("Points")!.Value.Length, OmeLimits.MaxCopiedTagCharacters - 100, OmeLimits.MaxCopiedTagCharacters);
        Assert.Contains("METADATA.ome.xml has them cut", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_are_bounded_in_number()
    {
        var xml = Document(Image(string.Concat(Enumerable.Repeat("<TiffData IFD=\"x\"/>", 5000)) + Planes, z: 2, c: 2, order: "XYCZT"));
        var set = await AssertPlanesAsync(Encoding.UTF8.GetBytes(xml), hasSize: false);
        Assert.InRange(set.Notices.Count, 2, 15);
        Assert.Contains(set.Notices, notice => notice.StartsWith("4990 more values", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_claim_beyond_the_limits_costs_the_OME_XML_and_not_the_file()
    {
        var set = await ReadAsync(Encoding.UTF8.GetBytes(Document(Image("<TiffData/>", c: 500_000))));
        Assert.StartsWith("plain TIFF", Assert.Single(set.Series).Reason, StringComparison.Ordinal);
        Assert.Contains("channels", Assert.Single(set.Notices), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_is_written_of_odd_documents_is_valid()
    {
        Skip.If(SharedOme.Folder is null, "no ../shared/data (or OMEFS_SHARED) with the schemas");
        Skip.IfNot(Xmllint.IsInstalled(), "no xmllint (Debian: libxml2-utils)");
        (string, string)[] odd =
        [
            ("\"XYCZT\"", "\"XYCZ\""), ("DimensionOrder=\"XYCZT\"", ""), ("\"uint8\"", "\"unsigned char\""), ("Type=\"uint8\"", ""), ("SizeT=\"1\"", ""), ("SizeZ=\"2\"", "SizeZ=\"-\""),
            ("SizeX=\"4\"", ""), ("ID=\"Pixels:0\" ", ""), ("ID=\"Pixels:0\"", "ID=\"x y\""), ("ID=\"Image:0\"", ""), ("ID=\"Channel:0:1\"", "ID=\"GFP\""), ("ID=\"Channel:0:1\"", ""),
            ("SamplesPerPixel=\"1\"", "SamplesPerPixel=\"\""), ("BigEndian=\"false\"", "BigEndian=\"little\" SignificantBits=\"eight\" TimeIncrement=\"x\" TimeIncrementUnit=\"s\""),
            ("\"µm\"", "\"um\""), ("\"µm\"", "\"furlong\""), ("PhysicalSizeX=\"0.5\"", "PhysicalSizeX=\"0\""), ("Name=\"DAPI\"", "Name=\"\0&#0;&\" Color=\"red\" EmissionWavelength=\"0\""),
        ];
        var files = new List<string>();
        foreach (var (right, wrong) in odd)
        {
            var path = Path.Combine(_scratch, $"{files.Count}.xml");
            await File.WriteAllTextAsync(path, Metadata(await ReadAsync(Bytes(right, wrong))).ToString());
            files.Add(path);
        }
        Assert.Equal([], Xmllint.Validate(SharedOme.Folder!, "2016-06", _scratch, files));
    }

    private static byte[] Bytes(string right, string odd)
    {
        Assert.Contains(right, Whole, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Whole.Replace(right, odd, StringComparison.Ordinal));
    }

    private static async Task<SeriesSet> AssertPlanesAsync(byte[] xml, bool hasSize = true)
    {
        var set = await ReadAsync(xml);
        var series = Assert.Single(set.Series);
        Assert.Equal(("OME-XML", new ArrayShape(1, 2, 2, 3, 4)), (series.Reason, series.Shape));
        Assert.Equal([0, 1, 2, 3], [.. Rows(series)]);
        if (hasSize)
            Assert.Equal(0.5, series.X.Step);
        var pixels = Metadata(set).Descendants(Namespace + "Pixels").Single();
        Assert.Equal(
            ("XYCZT", "uint8", "4 3 2 2 1"),
            ((string?)pixels.Attribute("DimensionOrder"), (string?)pixels.Attribute("Type"), string.Join(' ', "XYZCT".Select(axis => (string?)pixels.Attribute($"Size{axis}")))));
        return set;
    }

    /// <summary>The IFDs of c 0 z 0, c 1 z 0, c 0 z 1, c 1 z 1.</summary>
    private static IEnumerable<int> Rows(ImageSeries series) =>
        from z in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 2) select series.Levels[0].RowOf(z, c, 0);

    private static async Task<SeriesSet> ReadAsync(byte[] xml) => await SeriesReader.ReadAsync(
        await TestFiles.OpenAsync(Enumerable.Range(0, 4).Select(i => i == 0 ? Plane.ToIfd().Text(TiffTag.ImageDescription, xml) : Plane.ToIfd())));

    private static XDocument Metadata(SeriesSet set)
    {
        var document = set.Document!;
        var shape = set.Series[0].Shape;
        var change = new PixelsOverride { SizeX = shape.X, SizeY = shape.Y, SizeZ = shape.Z, SizeC = shape.C, SizeT = shape.T, Type = PixelType.UInt8 };
        var bytes = document.IsWhole
            ? OmeMetadataWriter.WriteMetadataOnly(set.OmeXml, document, ["0"], [change], "x")
            : OmeMetadataWriter.Write(document, ["0"], [change], "x");
        return XDocument.Parse(Encoding.UTF8.GetString(bytes));
    }
}
