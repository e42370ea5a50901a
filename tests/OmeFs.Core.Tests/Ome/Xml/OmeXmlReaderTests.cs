using System.Text;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome.Xml;

public class OmeXmlReaderTests
{
    [Fact]
    public void Everything_said_of_an_image_is_read()
    {
        var document = Fixtures.Read(Fixtures.Document(
            """
            <Plate ID="Plate:0" Name="P"/>
            <Image ID="Image:7" Name="cells"><AcquisitionDate> 2020-01-02T03:04:05 </AcquisitionDate>
            <Pixels ID="Pixels:7" DimensionOrder="XYCZT" Type="uint16" SignificantBits="12" BigEndian="true" Interleaved="false"
              SizeX="5" SizeY="4" SizeZ="3" SizeC="2" SizeT="1" PhysicalSizeX="0.5" PhysicalSizeY="500" PhysicalSizeYUnit="nm" TimeIncrement="2">
              <Channel ID="Channel:7:0" Name="DAPI" Color="-16776961" EmissionWavelength="461"/>
              <Channel ID="Channel:7:1" Fluor="GFP" SamplesPerPixel="1" ExcitationWavelength="0.488" ExcitationWavelengthUnit="µm"/>
              <TiffData IFD="2" FirstC="1" PlaneCount="3"><UUID FileName="a.ome.tif">urn:uuid:1</UUID></TiffData><TiffData/>
            </Pixels></Image>
            """,
            "UUID=\"urn:uuid:1\" Creator=\"us\""));
        Assert.Equal(("urn:uuid:1", "us", "2016-06"), (document.Uuid, document.Creator, document.SchemaVersion));
        Assert.Equal([new OmePlate("Plate:0", "P")], document.Plates);
        var image = Assert.Single(document.Images);
        Assert.Equal(("Image:7", "cells", "2020-01-02T03:04:05"), (image.Id, image.Name, image.AcquisitionDate));
        var pixels = image.Pixels;
        Assert.Equal((5, 4, 3, 2, 1), (pixels.SizeX, pixels.SizeY, pixels.SizeZ, pixels.SizeC, pixels.SizeT));
        Assert.Equal((DimensionOrder.XYCZT, PixelType.UInt16, 12), (pixels.DimensionOrder, pixels.Type, pixels.SignificantBits));
        Assert.Equal((true, false), (pixels.BigEndian, pixels.Interleaved));
        Assert.Equal(new PhysicalLength(0.5, "µm"), pixels.PhysicalSizeX);
        Assert.Equal(new PhysicalLength(500, "nm"), pixels.PhysicalSizeY);
        Assert.Null(pixels.PhysicalSizeZ);
        Assert.Equal(new PhysicalTime(2, "s"), pixels.TimeIncrement);
        Assert.Equal(
            [
                new Channel { Id = "Channel:7:0", Name = "DAPI", Color = -16776961, EmissionWavelength = new(461, "nm") },
                new Channel { Id = "Channel:7:1", Fluor = "GFP", ExcitationWavelength = new(0.488, "µm") },
            ],
            pixels.Channels);
        Assert.Equal([new TiffData(2, 0, 1, 0, 3, "urn:uuid:1", "a.ome.tif"), new TiffData(null, 0, 0, 0, null)], pixels.TiffData);
    }

    [Fact]
    public void Of_2003_the_sizes_on_the_image_and_the_channels_beside_the_pixels_are_read()
    {
        var document = Fixtures.Read(
            """
            <OME xmlns="http://www.openmicroscopy.org/XMLschemas/OME/FC/ome.xsd">
            <Image Name="old" PixelSizeX="0.2" PixelSizeY="0.3" PixelSizeZ="0.4" TimeIncrement="5"><CreationDate>2003-01-01T00:00:00</CreationDate>
            <ChannelInfo Name="red" EmWave="600"><ChannelComponent Pixels="p" Index="0"/></ChannelInfo>
            <Pixels DimensionOrder="XYZTC" PixelType="Uint16" BigEndian="true" SizeX="2" SizeY="2" SizeZ="4" SizeC="1" SizeT="1">
            <TiffData IFD="0" NumPlanes="4"/></Pixels></Image></OME>
            """);
        Assert.Equal("2003-FC", document.SchemaVersion);
        var image = Assert.Single(document.Images);
        Assert.Equal(("Image:0", "2003-01-01T00:00:00", PixelType.UInt16), (image.Id, image.AcquisitionDate, image.Pixels.Type));
        Assert.Equal((0.2, 0.3, 0.4), (image.Pixels.PhysicalSizeX?.Value, image.Pixels.PhysicalSizeY?.Value, image.Pixels.PhysicalSizeZ?.Value));
        Assert.Equal(("red", 600), (image.Pixels.Channels[0].Name, image.Pixels.Channels[0].EmissionWavelength?.Value));
        Assert.Equal([new TiffData(0, 0, 0, 0, 4)], image.Pixels.TiffData);
    }

    [Fact]
    public void Of_several_pixels_in_an_image_the_acquired_one_is_kept()
    {
        const string pixels = "DimensionOrder=\"XYZCT\" PixelType=\"uint8\" SizeX=\"1\" SizeY=\"1\" SizeZ=\"1\" SizeC=\"1\" SizeT=\"1\"";
        var document = Fixtures.Read(
            "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2008-09\"><Image ID=\"Image:0\" DefaultPixels=\"Pixels:a\" AcquiredPixels=\"Pixels:b\">"
            + $"<LogicalChannel ID=\"LogicalChannel:0\" Name=\"x\" SamplesPerPixel=\"3\"/><Pixels ID=\"Pixels:a\" {pixels}/><Pixels ID=\"Pixels:b\" {pixels}/>"
            + $"<Pixels ID=\"Pixels:c\" {pixels}/></Image></OME>");
        Assert.Equal("Pixels:b", document.Images[0].Pixels.Id);
        Assert.Equal(("x", 3), (document.Images[0].Pixels.Channels[0].Name, document.Images[0].Pixels.Channels[0].SamplesPerPixel));
    }

    [Fact]
    public void Annotations_that_quote_OME_XML_are_no_images()
    {
        var quoted = Fixtures.Document(Fixtures.Image("<MetadataOnly/>"))[38..];
        var document = Fixtures.Read(Fixtures.Document(
            $"<StructuredAnnotations><XMLAnnotation ID=\"Annotation:0\"><Value>{quoted}</Value></XMLAnnotation></StructuredAnnotations>"));
        Assert.Empty(document.Images);
    }

    [Fact]
    public void A_document_may_only_point_to_another()
    {
        var document = Fixtures.Read(Fixtures.Document("<BinaryOnly MetadataFile=\"a.companion.ome\" UUID=\"urn:uuid:2\"/>"));
        Assert.Equal(new BinaryOnly("a.companion.ome", "urn:uuid:2"), document.BinaryOnly);
    }

    [Fact]
    public void Mark_before_and_NULs_or_rubbish_after_the_document_do_not_matter()
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData/>"));
        byte[] bytes = [0xEF, 0xBB, 0xBF, (byte)'\n', .. Encoding.UTF8.GetBytes(xml), 0, 0, 0, (byte)'<', 0xFF];
        Assert.Single(OmeXmlReader.Read(bytes, "x").Images);
        Assert.Single(OmeXmlReader.Read(Encoding.Unicode.GetBytes(xml), "x").Images);
        Assert.Single(OmeXmlReader.Read((byte[])[0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(xml)], "x").Images);
        Assert.Single(OmeXmlReader.Read(Fixtures.Utf8(xml.Replace("UTF-8", "utf-16", StringComparison.Ordinal)), "x").Images);
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("ISO-8859-1")]
    public void Latin_1_is_read_whatever_the_declaration_says(string declared)
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData/>", attributes: "PhysicalSizeX=\"1\" PhysicalSizeXUnit=\"µm\" PhysicalSizeY=\"2\" PhysicalSizeYUnit=\"Å\""));
        var document = OmeXmlReader.Read(Encoding.Latin1.GetBytes(xml.Replace("UTF-8", declared, StringComparison.Ordinal)), "x");
        Assert.Equal(new PhysicalLength(1, "µm"), document.Images[0].Pixels.PhysicalSizeX);
        Assert.Equal(new PhysicalLength(2, "Å"), document.Images[0].Pixels.PhysicalSizeY);
    }

    [Theory]
    [InlineData("<TiffData/>", "<TiffData>", "not well-formed")]
    [InlineData("<OME ", "<NotOME ", "the root element is NotOME, expected OME")]
    public void A_document_of_which_no_image_can_be_read_is_refused(string right, string wrong, string message)
    {
        var xml = Fixtures.Document(Fixtures.Image("<TiffData/>")).Replace(right, wrong, StringComparison.Ordinal);
        var fault = Assert.Throws<OmeFsException>(() => Fixtures.Read(xml));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("test.ome.tif: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 1, ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PhysicalSizeX=\"0\"")]
    [InlineData("PhysicalSizeX=\"-1\"")]
    [InlineData("PhysicalSizeX=\"NaN\"")]
    [InlineData("PhysicalSizeX=\"INF\"")]
    [InlineData("PhysicalSizeX=\"wide\" BigEndian=\"maybe\" SignificantBits=\"1e9\" TimeIncrement=\"\"")]
    public void Nonsense_no_pixel_depends_on_is_taken_as_not_said(string attributes)
    {
        var pixels = Fixtures.Read(Fixtures.Document(Fixtures.Image("<Channel Color=\"blue\"/>", attributes: attributes))).Images[0].Pixels;
        Assert.Null(pixels.PhysicalSizeX);
        Assert.Null(pixels.BigEndian);
        Assert.Null(pixels.SignificantBits);
        Assert.Null(pixels.TimeIncrement);
        Assert.Null(pixels.Channels[0].Color);
    }

    [Theory]
    [InlineData("4294967295", -1)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("16711935", 16711935)]
    public void Colours_are_32_bits_signed_or_not(string text, int color) => Assert.Equal(
        color, Fixtures.Read(Fixtures.Document(Fixtures.Image($"<Channel Color=\"{text}\"/>"))).Images[0].Pixels.Channels[0].Color);

    [Theory]
    [InlineData("<OME/>", true)]
    [InlineData("\n<?xml version='1.0'?><!-- a <b> --><ome:OME xmlns:ome='x' Cut", true)]
    [InlineData("<!-- never ends <OME/>", false)]
    [InlineData("<OMEX/>", false)]
    [InlineData("ImageJ=1.53t\nimages=3", false)]
    [InlineData("", false)]
    public void OME_XML_is_known_by_its_root(string start, bool expected) =>
        Assert.Equal(expected, OmeXmlReader.LooksLikeOmeXml(Encoding.UTF8.GetBytes(start)));

    [Fact]
    public void Versions_are_told_by_the_namespace()
    {
        Assert.Equal("2003-FC", SchemaVersions.OfNamespace("http://www.openmicroscopy.org/XMLschemas/OME/FC/ome.xsd"));
        Assert.Equal("2007-06", SchemaVersions.OfNamespace("http://www.openmicroscopy.org/Schemas/OME/2007-06"));
        Assert.Null(SchemaVersions.OfNamespace("http://example.org"));
        Assert.Equal(
            (false, false, true, true, false),
            (SchemaVersions.HasMetadataOnly("2003-FC"), SchemaVersions.HasMetadataOnly("2008-09"), SchemaVersions.HasMetadataOnly("2009-09"),
                SchemaVersions.HasMetadataOnly("2016-06"), SchemaVersions.HasMetadataOnly(null)));
    }
}
