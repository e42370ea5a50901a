using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome;

/// <summary>Alone, because the memory that is kept is counted for the whole process.</summary>
[CollectionDefinition(nameof(MillionTiffDataTests), DisableParallelization = true)]
[Collection(nameof(MillionTiffDataTests))]
public class MillionTiffDataTests
{
    [Fact]
    public void A_million_TiffData_are_read_in_a_few_dozen_bytes_each()
    {
        const int count = 1_000_000;
        var xml = new System.Text.StringBuilder("<OME><Image><Pixels DimensionOrder=\"XYCZT\" Type=\"uint8\" SizeX=\"1\" SizeY=\"1\" SizeZ=\"10\" SizeC=\"10\" SizeT=\"10000\">");
        for (var at = 0; at < count; at++)
            xml.Append($"<TiffData IFD=\"{at}\" FirstZ=\"{at / 10 % 10}\" FirstC=\"{at % 10}\" FirstT=\"{at / 100}\" PlaneCount=\"1\"><UUID FileName=\"self.ome.tif\">urn:uuid:1</UUID></TiffData>\n");
        var bytes = Fixtures.Utf8(xml.Append("</Pixels></Image></OME>").ToString());
        xml.Clear();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var document = OmeXmlReader.Read(bytes, "x");
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(kept, 0, 40L * count);
        Assert.Equal(count, document.Images[0].Pixels.TiffData.Count);
        Assert.Single(document.Images[0].Pixels.TiffData.Files);
        Assert.Equal(1, PlaneMap.CreateAll(document, new OneFile(count, document))[0].RunCount);
        var written = OmeMetadataWriter.WriteMetadataOnly(
            bytes, document with { SchemaVersion = "2016-06" }, ["0"], [PixelsOverride.None], "x");
        Assert.InRange(written.Length, 100, 400);
    }
}
