using System.Text;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome;

/// <summary>Small documents of our own, so that nothing here needs the shared files.</summary>
internal static class Fixtures
{
    public const string Namespace2016 = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    public static ReadOnlyMemory<byte> Utf8(string xml) => Encoding.UTF8.GetBytes(xml);

    public static OmeDocument Read(string xml) => OmeXmlReader.Read(Utf8(xml), "test.ome.tif");

    public static string Document(string inside, string attributes = "") =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"{Namespace2016}\" {attributes}>{inside}</OME>";

    public static string Image(string insidePixels, int z = 1, int c = 1, int t = 1, string order = "XYZCT", string attributes = "", int id = 0) =>
        $"<Image ID=\"Image:{id}\"><Pixels ID=\"Pixels:{id}\" DimensionOrder=\"{order}\" Type=\"uint8\" SizeX=\"4\" SizeY=\"3\" "
        + $"SizeZ=\"{z}\" SizeC=\"{c}\" SizeT=\"{t}\" {attributes}>{insidePixels}</Pixels></Image>";

    public static Pixels Pixels(
        int z, int c, int t, DimensionOrder order = DimensionOrder.XYZCT, params IEnumerable<TiffData> tiffData) => new()
        {
            SizeX = 4,
            SizeY = 3,
            SizeZ = z,
            SizeC = c,
            SizeT = t,
            DimensionOrder = order,
            Type = PixelType.UInt8,
            TiffData = TiffDataList.Of(tiffData),
        };

    public static int[] Ifds(PlaneMap map)
    {
        var ifds = new int[map.Order.PlaneCount];
        for (var ordinal = 0; ordinal < ifds.Length; ordinal++)
            ifds[ordinal] = map.PlaceOf(ordinal).Ifd;
        return ifds;
    }
}
