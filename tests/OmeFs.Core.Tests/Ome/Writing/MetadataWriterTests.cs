using System.Text;
using System.Xml.Linq;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome.Writing;

public class MetadataWriterTests
{
    private static readonly XNamespace Ome = Fixtures.Namespace2016;

    [Fact]
    public void Only_what_the_layout_demands_is_changed()
    {
        const string before =
            """
            <?xml version="1.0" encoding="UTF-8"?><!-- kept --><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:1">
              <Image ID="Image:5" Name="a &amp; b&#xA;c">
                <Description>µ <![CDATA[<x>]]></Description>
                <Pixels ID="Pixels:5" DimensionOrder="XYCZT" Type="uint8" Interleaved="true" SizeX="4" SizeY="3" SizeZ="1" SizeC="1" SizeT="2">
                  <Channel ID="Channel:5:0" Name="n"><LightPath></LightPath></Channel>
                  <TiffData IFD="0"><UUID>urn:uuid:1</UUID></TiffData>
                  <TiffData IFD="1"/>
                  <Plane TheZ="0" TheC="0" TheT="0"/>
                </Pixels>
              </Image>
            </OME>
            """;
        const string after =
            """
            <?xml version="1.0" encoding="utf-8"?><!-- kept --><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:1">
              <Image ID="Image:0" Name="a &amp; b&#xA;c">
                <Description>µ <![CDATA[<x>]]></Description>
                <Pixels ID="Pixels:5" DimensionOrder="XYCZT" Type="uint8" SizeX="4" SizeY="3" SizeZ="1" SizeC="1" SizeT="2">
                  <Channel ID="Channel:5:0" Name="n"><LightPath></LightPath></Channel>
                  <MetadataOnly />
                  <Plane TheZ="0" TheC="0" TheT="0" />
                </Pixels>
              </Image>
            </OME>
            """;
        Assert.Equal(after, Rewrite(before));
    }

    [Theory]
    [InlineData("<Channel ID=\"Channel:0:0\"/>")]
    [InlineData("<Channel ID=\"Channel:0:0\"/><Plane TheZ=\"0\" TheC=\"0\" TheT=\"0\"/>")]
    [InlineData("<Channel ID=\"Channel:0:0\"/><BinData BigEndian=\"false\" Length=\"4\">AAAA</BinData><BinData BigEndian=\"false\" Length=\"4\">AAAA</BinData>")]
    [InlineData("")]
    public void MetadataOnly_stands_after_the_channels_and_before_the_planes(string inside)
    {
        var pixels = Pixels(Rewrite(Fixtures.Document(Fixtures.Image(inside))));
        var names = pixels.Elements().Select(element => element.Name.LocalName).ToArray();
        Assert.Equal(names.Order().Distinct(), names);
        Assert.Contains("MetadataOnly", names);
        Assert.DoesNotContain("BinData", names);
    }

    [Fact]
    public void An_empty_Pixels_gets_MetadataOnly_too()
    {
        var xml = Fixtures.Document(Fixtures.Image("")).Replace("></Pixels>", "/>", StringComparison.Ordinal);
        Assert.NotNull(Pixels(Rewrite(xml)).Element(Ome + "MetadataOnly"));
    }

    [Fact]
    public void Image_IDs_are_the_groups_and_references_follow()
    {
        var xml = Fixtures.Document(
            "<Dataset ID=\"Dataset:0\"><ImageRef ID=\"Image:9\"/></Dataset><Plate ID=\"Plate:0\"><Well ID=\"Well:0\" Row=\"0\" Column=\"0\"><WellSample ID=\"WellSample:0\" "
                + "Index=\"0\"><ImageRef ID=\"Image:8\"/></WellSample></Well></Plate>"
            + Fixtures.Image("<TiffData/>", id: 9) + Fixtures.Image("<TiffData/>", id: 8)
            + "<StructuredAnnotations><XMLAnnotation ID=\"Annotation:0\"><Value><ImageRef ID=\"Image:9\"/></Value></XMLAnnotation></StructuredAnnotations>");
        var document = XDocument.Parse(Rewrite(xml, ["A/1/0", "A/1/1"]));
        Assert.Equal(["Image:A/1/0", "Image:A/1/1"], document.Descendants(Ome + "Image").Select(Id));
        Assert.Equal(["Image:A/1/0", "Image:A/1/1", "Image:9"], document.Descendants(Ome + "ImageRef").Select(Id));
    }

    [Fact]
    public void Samples_become_channels_and_all_channels_new_IDs()
    {
        var xml = Fixtures.Document(
            Fixtures.Image(
                "<Channel ID=\"Channel:0\" SamplesPerPixel=\"3\" Name=\"H&amp;E\"><DetectorSettings ID=\"Detector:0\"/></Channel>"
                + "<Channel ID=\"Channel:1\" SamplesPerPixel=\"3\" Color=\"-1\"/><TiffData/><Plane TheZ=\"0\" TheC=\"1\" TheT=\"0\"/>", c: 6)
            + Fixtures.Image("<Channel ID=\"Channel:0:1\" Color=\"7\"/><TiffData/>", id: 1));
        var document = XDocument.Parse(Rewrite(xml));
        var channels = document.Descendants(Ome + "Channel").ToArray();
        Assert.Equal(
            ["Channel:0:0", "Channel:0:1", "Channel:0:2", "Channel:0:3", "Channel:0:4", "Channel:0:5", "Channel:1:0"], channels.Select(Id));
        Assert.Equal(
            ["H&E Red", "H&E Green", "H&E Blue", "Red", "Green", "Blue", null], channels.Select(channel => (string?)channel.Attribute("Name")));
        Assert.Equal(
            ["-16776961", "16711935", "65535", "-16776961", "16711935", "65535", "7"], channels.Select(channel => (string?)channel.Attribute("Color")));
        Assert.All(channels.Take(6), channel => Assert.Equal("1", (string?)channel.Attribute("SamplesPerPixel")));
        Assert.Equal(3, document.Descendants(Ome + "DetectorSettings").Count());
        Assert.Equal("3", (string?)document.Descendants(Ome + "Plane").Single().Attribute("TheC"));
    }

    [Theory]
    [InlineData(3, "<Channel ID=\"Channel:0\"/>", 3)] // the TIFF has three samples where the document knew of one
    [InlineData(3, "<Channel ID=\"Channel:0\"/><Channel ID=\"Channel:1\"/><Channel ID=\"Channel:2\"/>", 3)]
    [InlineData(1, "<Channel ID=\"Channel:0\" SamplesPerPixel=\"3\"/>", 1)]
    [InlineData(3, "", 0)]
    [InlineData(3, "<Channel ID=\"Channel:0\"/><Channel ID=\"Channel:1\"/>", 2)] // no way to make three of two
    public void There_are_as_many_channels_as_the_TIFF_has(int sizeC, string channels, int expected)
    {
        var pixels = Pixels(Rewrite(Fixtures.Document(Fixtures.Image(channels + "<TiffData/>")), change: new PixelsOverride { SizeC = sizeC }));
        Assert.Equal(expected, pixels.Elements(Ome + "Channel").Count());
    }

    [Fact]
    public void The_TIFF_wins()
    {
        var pixels = Pixels(Rewrite(
            Fixtures.Document(Fixtures.Image("<TiffData/>")),
            change: new PixelsOverride
            {
                SizeX = 10,
                SizeY = 11,
                SizeZ = 12,
                SizeC = 13,
                SizeT = 14,
                Type = PixelType.DoubleComplex,
                BigEndian = true,
                DimensionOrder = DimensionOrder.XYTZC,
            }));
        Assert.Equal(
            "ID=Pixels:0 DimensionOrder=XYTZC Type=double-complex SizeX=10 SizeY=11 SizeZ=12 SizeC=13 SizeT=14 BigEndian=true",
            string.Join(' ', pixels.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}")));
    }

    [Fact]
    public void What_is_split_is_bounded()
    {
        var xml = Fixtures.Document(Fixtures.Image($"<Channel ID=\"Channel:0\" SamplesPerPixel=\"60000\" Name=\"{new string('n', 50_000)}\"/><TiffData/>", c: 60_000));
        Assert.Equal(FaultKind.LimitExceeded, Assert.Throws<OmeFsException>(() => Rewrite(xml)).Kind);
    }

    [Fact]
    public void Long_text_is_copied_whole()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789😀", 10_001));
        var xml = Fixtures.Document(Fixtures.Image("<TiffData/>").Replace("<Pixels", $"<Description>{text}</Description><Pixels", StringComparison.Ordinal));
        Assert.Equal(text, XDocument.Parse(Rewrite(xml)).Descendants(Ome + "Description").Single().Value);
    }

    [Fact]
    public void Older_than_MetadataOnly_is_written_afresh()
    {
        const string old =
            "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2008-09\"><Image ID=\"Image:0\" Name=\"n\u0009\"><CreationDate>2010-02-23T12:51:30</CreationDate>"
            + "<LogicalChannel ID=\"LogicalChannel:0\" SamplesPerPixel=\"3\" EmWave=\"510\"/><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYZCT\" PixelType=\"Uint8\" BigEndian=\"true\" "
            + "PhysicalSizeX=\"1.5\" SizeX=\"1\" SizeY=\"2\" SizeZ=\"3\" SizeC=\"3\" SizeT=\"4\"><TiffData/></Pixels></Image></OME>";
        var root = XDocument.Parse(Rewrite(old)).Root!;
        Assert.Equal(Ome + "OME", root.Name);
        Assert.Equal("2010-02-23T12:51:30", root.Descendants(Ome + "AcquisitionDate").Single().Value);
        Assert.Equal(["Red", "Green", "Blue"], root.Descendants(Ome + "Channel").Select(channel => channel.Attribute("Name")!.Value));
        var pixels = root.Descendants(Ome + "Pixels").Single();
        Assert.Equal(("uint8", "1.5", "µm"), (Value(pixels, "Type"), Value(pixels, "PhysicalSizeX"), Value(pixels, "PhysicalSizeXUnit")));
        Assert.Equal("MetadataOnly", pixels.Elements().Last().Name.LocalName);
    }

    [Fact]
    public void A_fresh_document_says_what_the_model_says()
    {
        var image = new OmeImage("", "bell \u0007 and 😀", "yesterday", Fixtures.Pixels(1, 2, 1) with
        {
            PhysicalSizeX = new PhysicalLength(0.25, "\u03BCm"),
            PhysicalSizeY = new PhysicalLength(0.25, "parrots"),
            TimeIncrement = new PhysicalTime(1e-7, "ms"),
            Channels = [new Channel { Name = "a", Color = 255 }, new Channel { EmissionWavelength = new(510, "nm") }],
        });
        var bytes = OmeMetadataWriter.Write(new OmeDocument { Creator = "us", Images = [image] }, ["0"], [PixelsOverride.None], "x");
        var again = OmeXmlReader.Read(bytes, "x");
        var found = Assert.Single(again.Images);
        Assert.Equal(("Image:0", "bell \uFFFD and 😀", null), (found.Id, found.Name, found.AcquisitionDate));
        Assert.Equal(new PhysicalLength(0.25, "µm"), found.Pixels.PhysicalSizeX);
        Assert.Null(found.Pixels.PhysicalSizeY);
        Assert.Equal(new PhysicalTime(1e-7, "ms"), found.Pixels.TimeIncrement);
        Assert.Equal(
            [
                new Channel { Id = "Channel:0:0", Name = "a", Color = 255 },
                new Channel { Id = "Channel:0:1", EmissionWavelength = new(510, "nm") },
            ],
            found.Pixels.Channels);
    }

    [Fact]
    public void Expanded_channels_are_those_that_are_written()
    {
        var pixels = Fixtures.Pixels(1, 4, 1) with { Channels = [new Channel { SamplesPerPixel = 4, Name = "x", Color = 1 }] };
        Assert.Equal(["x Red", "x Green", "x Blue", "x Alpha"], ChannelSplit.Expand(pixels, 4).Select(channel => channel.Name));
        Assert.Equal(["x 0", "x 1"], ChannelSplit.Expand(pixels with { Channels = [new Channel { SamplesPerPixel = 2, Name = "x" }] }, 2).Select(channel => channel.Name));
    }

    private static XElement Pixels(string xml) => XDocument.Parse(xml).Descendants(Ome + "Pixels").Single();

    private static string? Id(XElement element) => Value(element, "ID");

    private static string? Value(XElement element, string name) => (string?)element.Attribute(name);

    private static string Rewrite(string xml, IReadOnlyList<string>? groups = null, PixelsOverride? change = null)
    {
        var document = Fixtures.Read(xml);
        groups ??= [.. document.Images.Select((_, index) => $"{index}")];
        var bytes = OmeMetadataWriter.WriteMetadataOnly(
            Fixtures.Utf8(xml), document, groups, [.. document.Images.Select(_ => change ?? PixelsOverride.None)], "test.ome.tif");
        return Encoding.UTF8.GetString(bytes);
    }
}
