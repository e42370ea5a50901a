using System.Buffers.Binary;
using OmeFs.Core.Codecs.Png;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Png;

/// <summary>PNG segments that are damaged or not what the IFD says; that pixels are right is judged by libpng (OwnFixturesTests).</summary>
public class PngCodecTests
{
    private const int Side = 4;

    /// <summary>Rows by each filter: none, left, above, mean, Paeth.</summary>
    private static readonly byte[] Rows = [0, 1, 2, 3, 4, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 4, 1, 1, 1, 1];

    [Fact]
    public void Every_filter_is_undone()
    {
        var decoded = new byte[Side * Side];
        Assert.Equal(decoded.Length, Codec().Decode(Png(Rows), decoded));
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6], decoded);
        Codec().Decode(Png([3, 10, 10, 10, 10, .. Rows[5..]]), decoded);
        Assert.Equal([10, 15, 17, 18], decoded[..4]);
    }

    [Fact]
    public void A_smaller_image_is_filled_up()
    {
        var decoded = Enumerable.Repeat((byte)9, Side * Side).ToArray();
        Codec().Decode(Png([0, 1, 2, 0, 3, 4], width: 2, height: 2), decoded);
        Assert.Equal([1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], decoded);
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "signature", [1, 2, 3] },
        { "within a chunk", Png(Rows)[..40] },
        { "the pixels end too early", Png(Rows[..7]) },
        { "filter of 0 to 4 expected, found 5", Png([5, .. Rows[1..]]) },
        { "found 5×4", Png(Rows, width: 5) },
        { "0×4", Png(Rows, width: 0) },
        { "of 1 of 16", Png(Rows, bits: 16) },
        { "of 3 of 8", Png(Rows, colorType: 2) },
        { "colour type", Png(Rows, colorType: 7) },
        { "interlaced", Png(Rows, interlaced: 1) },
        { "checksum", [.. Png(Rows).Select((value, i) => i == 20 ? (byte)(value ^ 1) : value)] },
        { "PNG: ", [.. Png(Rows)[..33], .. Chunk("IDAT", [1, 2, 3, 4]), .. Chunk("IEND", [])] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_wrong_is_said(string says, byte[] png)
    {
        var fault = Assert.Throws<OmeFsException>(() => Codec().Decode(png, new byte[Side * Side]));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_bytes_are_a_fault_or_nothing()
    {
        var random = new Random(1);
        var png = Png(Rows);
        for (var i = 0; i < 2000; i++)
        {
            var changed = png.ToArray();
            for (var times = random.Next(1, 4); times > 0; times--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Codec().Decode(changed.AsMemory(0, random.Next(3) == 0 ? random.Next(changed.Length) : changed.Length), new byte[Side * Side]);
            }
            catch (OmeFsException fault)
            {
                Assert.Equal(FaultKind.Corrupt, fault.Kind);
            }
        }
    }

    [Fact]
    public void Samples_that_PNG_does_not_have_are_refused() =>
        Assert.Equal(FaultKind.Unsupported, Assert.Throws<OmeFsException>(() => PngCodec.For(Layout with { Format = SampleFormat.Float })).Kind);

    private static IfdLayout Layout => GreyLayout.Of(Compression.Png, Side, Side);

    private static PngCodec Codec() => PngCodec.For(Layout);

    private static byte[] Png(byte[] rows, int width = Side, int height = Side, byte bits = 8, byte colorType = 0, byte interlaced = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (bits, colorType, interlaced);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", TestImage.Deflated(rows)), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(name), .. content];
        var crc = uint.MaxValue;
        foreach (var value in named)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }
        var (length, checksum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, ~crc);
        return [.. length, .. named, .. checksum];
    }
}
