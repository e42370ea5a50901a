using System.Buffers.Binary;
using System.Text;

namespace OmeFs.Demo;

/// <summary>
/// Writes a small OME-TIFF with two channels and five slices of 512 × 512 pixels, 16 bits, in uncompressed tiles. A pixel's value follows from its
/// position, so that a reader can check it.
/// </summary>
internal static class SampleOmeTiff
{
    public const int SizeC = 2, SizeZ = 5, Side = 512, TileSide = 256;

    private const int TilesPerPlane = Side / TileSide * (Side / TileSide);
    private const int TileBytes = TileSide * TileSide * sizeof(ushort);
    private const int Planes = SizeC * SizeZ;
    private const int Entries = 11;
    private const int IfdBytes = 2 + (Entries * 12) + 4 + (TilesPerPlane * 8);

    /// <summary>The value of a pixel: bright rings that get wider from slice to slice.</summary>
    public static ushort Pixel(int c, int z, int y, int x)
    {
        var distance = Math.Sqrt(((y - (Side / 2)) * (y - (Side / 2))) + ((x - (Side / 2)) * (x - (Side / 2))));
        return (ushort)(32_767 * (1 + Math.Sin(distance / (6 + (2 * z)) + (c * Math.PI / 2))));
    }

    public static void Write(string path)
    {
        var xml = Encoding.UTF8.GetBytes(Xml);
        var file = new byte[8 + (Planes * (IfdBytes + (TilesPerPlane * TileBytes))) + xml.Length + 1];
        "II*\0"u8.CopyTo(file);
        Put32(file, 4, 8);
        var xmlAt = file.Length - xml.Length - 1;
        xml.CopyTo(file, xmlAt);
        for (var plane = 0; plane < Planes; plane++)
        {
            var pixelsAt = 8 + (Planes * IfdBytes) + (plane * TilesPerPlane * TileBytes);
            WriteIfd(file, 8 + (plane * IfdBytes), pixelsAt, plane == Planes - 1, plane == 0 ? (xml.Length + 1, xmlAt) : (1, 0));
            WritePixels(file, pixelsAt, plane % SizeC, plane / SizeC);
        }
        File.WriteAllBytes(path, file);
    }

    private static string Xml => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" Creator="omefs demo">
          <Image ID="Image:0" Name="Rings">
            <Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="{Side}" SizeY="{Side}" SizeZ="{SizeZ}" SizeC="{SizeC}" SizeT="1"
                    PhysicalSizeX="0.5" PhysicalSizeY="0.5" PhysicalSizeZ="2" BigEndian="false">
              <Channel ID="Channel:0:0" Name="Sine" Color="16711935" SamplesPerPixel="1"/>
              <Channel ID="Channel:0:1" Name="Cosine" Color="-16776961" SamplesPerPixel="1"/>
              <TiffData IFD="0" PlaneCount="{Planes}"/>
            </Pixels>
          </Image>
        </OME>
        """;

    private static void WriteIfd(byte[] file, int at, int pixelsAt, bool last, (int Count, int At) description)
    {
        var tablesAt = at + 2 + (Entries * 12) + 4;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), Entries);
        (int Tag, int Type, int Count, int Value)[] entries =
        [
            (256, 4, 1, Side),
            (257, 4, 1, Side),
            (258, 3, 1, 16),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (270, 2, description.Count, description.At),
            (277, 3, 1, 1),
            (322, 4, 1, TileSide),
            (323, 4, 1, TileSide),
            (324, 4, TilesPerPlane, tablesAt),
            (325, 4, TilesPerPlane, tablesAt + (TilesPerPlane * 4)),
        ];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = at + 2 + (i * 12);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(entry), (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(entry + 2), (ushort)entries[i].Type);
            Put32(file, entry + 4, entries[i].Count);
            Put32(file, entry + 8, entries[i].Value);
        }
        Put32(file, tablesAt - 4, last ? 0 : at + IfdBytes);
        for (var tile = 0; tile < TilesPerPlane; tile++)
        {
            Put32(file, tablesAt + (tile * 4), pixelsAt + (tile * TileBytes));
            Put32(file, tablesAt + ((TilesPerPlane + tile) * 4), TileBytes);
        }
    }

    private static void WritePixels(byte[] file, int at, int c, int z)
    {
        const int across = Side / TileSide;
        for (var tile = 0; tile < TilesPerPlane; tile++)
            for (var y = 0; y < TileSide; y++)
                for (var x = 0; x < TileSide; x++, at += sizeof(ushort))
                    BinaryPrimitives.WriteUInt16LittleEndian(
                        file.AsSpan(at), Pixel(c, z, (tile / across * TileSide) + y, (tile % across * TileSide) + x));
    }

    private static void Put32(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
}
