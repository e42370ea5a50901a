using System.Text;
using OmeFs.Core.BinData;

namespace OmeFs.Core.Tests.BinData;

/// <summary>Which BinData are pixels, where they lie, and what is left of the document.</summary>
public class BinDataScannerTests
{
    private const string Pixels = "<Pixels SizeX='1'>";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Texts_lie_where_they_are_however_the_document_is_cut(int piece)
    {
        const string xml = "\uFEFF<?xml version='1.0'?><!-- <OME> --><OME a='>'><x:Image xmlns:x=''>" + Pixels
            + " <BinData>QUJD</BinData>\n  <Bin:BinData Length=\"8\">\n  REVG\n  R0hJ\n</Bin:BinData ><BinData/><Plane><BinData>no</BinData></Plane></Pixels></x:Image></OME>";
        var scan = Scan(xml, piece);
        Assert.Equal(["QUJD", "REVG\n  R0hJ", ""], scan.Elements.Select(element => TextOf(xml, element)));
        Assert.Equal([4, 8, 0], scan.Elements.Select(element => element.Text.Characters));
        Assert.Equal([new BinDataRun(0, 0, 0, 3)], scan.Runs);
        Assert.Equal(
            "\uFEFF<?xml version='1.0'?><!-- <OME> --><OME a='>'><x:Image xmlns:x=''>" + Pixels + "<Plane><BinData>no</BinData></Plane></Pixels></x:Image></OME>",
            Encoding.UTF8.GetString(scan.Xml));
    }

    [Theory]
    [InlineData("<OME><ROI><Mask><BinData>AAAA</BinData></Mask></ROI></OME>")]
    [InlineData("<OME><Image>" + Pixels + "<!-- <BinData>AAAA</BinData> --></Pixels></Image></OME>")]
    [InlineData("<OME><Image>" + Pixels + "<!--><BinData>--></Pixels></Image></OME>")]
    [InlineData("<OME><Image>" + Pixels + "<![CDATA[<BinData>]]]]><Note> > ]]></Note></Pixels></Image></OME>")]
    [InlineData("<OME><Image>" + Pixels + "<?pi <BinData> ?></Pixels></Image></OME>")]
    [InlineData("<OME><Image><Pixels a=\"<BinData>'\"/><BinData>AAAA</BinData></Image></OME>")]
    [InlineData("<OME><Pixels><Image><BinData>AAAA</BinData></Image></Pixels></OME>")]
    [InlineData("<OME><A><Image>" + Pixels + "<BinData>AAAA</BinData></Pixels></Image></A></OME>")]
    [InlineData("<OME/><OME><Image>" + Pixels + "<BinData>AAAA</BinData></Pixels></Image></OME>")]
    public void What_only_looks_like_pixels_is_kept_as_it_is(string xml)
    {
        var scan = Scan(xml, 5);
        Assert.Empty(scan.Elements);
        Assert.StartsWith(Encoding.UTF8.GetString(scan.Xml), xml, StringComparison.Ordinal);
        Assert.Contains(xml.StartsWith("<OME/>", StringComparison.Ordinal) ? "<OME/>" : "BinData", Encoding.UTF8.GetString(scan.Xml), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_Pixels_of_each_Image_has_its_own()
    {
        var scan = Scan($"<OME><Image>{Pixels}<BinData/></Pixels>{Pixels}<BinData/><BinData/></Pixels></Image><Image/><Image>{Pixels}<BinData/></Pixels></Image></OME>", 3);
        Assert.Equal([new BinDataRun(0, 0, 0, 1), new BinDataRun(0, 1, 1, 2), new BinDataRun(2, 0, 3, 1)], scan.Runs);
    }

    [Theory]
    [InlineData("", BinDataCompression.None, null)]
    [InlineData("Compression='none' BigEndian='true'", BinDataCompression.None, true)]
    [InlineData("BigEndian = \"t\"\n\tCompression\t=\n'zlib'", BinDataCompression.Zlib, true)]
    [InlineData("Note='BigEndian=\"true\"' BigEndian='f' Compression='bzip2'", BinDataCompression.Bzip2, false)]
    [InlineData("x:BigEndian='true'", BinDataCompression.None, null)]
    public void Attributes_are_read_as_XML_has_them(string attributes, BinDataCompression compression, bool? bigEndian)
    {
        var element = Assert.Single(Scan($"<OME><Image>{Pixels}<BinData {attributes}>AAAA</BinData></Pixels></Image></OME>", 4).Elements);
        Assert.Equal((compression, bigEndian), (element.Compression, element.BigEndian));
    }

    internal static BinDataScan Scan(string xml, int piece)
    {
        var scanner = new BinDataScanner("x");
        foreach (var part in Encoding.UTF8.GetBytes(xml).Chunk(piece))
            scanner.Feed(part);
        return scanner.Finish();
    }

    private static string TextOf(string xml, BinDataElement element) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(xml).AsSpan((int)element.Text.Offset, (int)(element.Text.End - element.Text.Offset)));
}
