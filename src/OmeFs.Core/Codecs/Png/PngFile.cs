using System.Buffers.Binary;

namespace OmeFs.Core.Codecs.Png;

/// <summary>A parsed PNG: the values of IHDR, and the deflated pixels of all IDAT chunks. *Spec:* ISO/IEC 15948 sections 5, 11 and annex D.</summary>
/// <param name="Samples">Samples of one pixel; 1 for palette indices.</param>
internal readonly record struct PngFile(int Width, int Height, int Bits, int Samples, byte[] Pixels)
{
    private const int NameBytes = 4;
    private const int HeaderBytes = 13;
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(value => CrcOf((uint)value))];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <exception cref="OmeFsException"><see cref="FaultKind.Corrupt"/>.</exception>
    public static PngFile Parse(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(Signature))
            throw Corrupt("its signature expected at the start");
        png = png[Signature.Length..];
        var header = Chunk(ref png, out var name);
        if (!name.SequenceEqual("IHDR"u8) || header.Length < HeaderBytes)
            throw Corrupt("IHDR expected as the first chunk");
        using var pixels = new MemoryStream(png.Length);
        while (!png.IsEmpty)
        {
            var chunk = Chunk(ref png, out name);
            if (name.SequenceEqual("IDAT"u8))
                pixels.Write(chunk);
            else if (name.SequenceEqual("IEND"u8))
                break;
        }
        if (header[12] != 0)
            throw Corrupt("it is interlaced, which is not decoded in a TIFF");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Corrupt($"1 to {int.MaxValue} pixels along each side expected, found {width}×{height}");
        return new PngFile((int)width, (int)height, header[8], SamplesOf(header[9]), pixels.ToArray());
    }

    private static int SamplesOf(byte colorType) => colorType switch
    {
        0 or 3 => 1,
        2 => 3,
        4 => 2,
        6 => 4,
        _ => throw Corrupt($"a colour type of 0, 2, 3, 4 or 6 expected, found {colorType}"),
    };

    /// <summary>Reads and removes the first chunk: length, name, content, checksum of name and content.</summary>
    private static ReadOnlySpan<byte> Chunk(ref ReadOnlySpan<byte> png, out ReadOnlySpan<byte> name)
    {
        const int Around = sizeof(uint) + NameBytes + sizeof(uint);
        if (png.Length < Around || BinaryPrimitives.ReadUInt32BigEndian(png) is var length && length > png.Length - Around)
            throw Corrupt("it ends within a chunk");
        var named = png.Slice(sizeof(uint), NameBytes + (int)length);
        if (Crc(named) != BinaryPrimitives.ReadUInt32BigEndian(png[(sizeof(uint) + named.Length)..]))
            throw Corrupt("the checksum of a chunk is wrong");
        png = png[(Around + (int)length)..];
        name = named[..NameBytes];
        return named[NameBytes..];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        return value;
    }

    private static OmeFsException Corrupt(string what) => new(FaultKind.Corrupt, $"PNG: {what}");
}
