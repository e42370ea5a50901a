using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using OmeFs.Core.Series;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Series.Channels;

/// <summary>Palettes and LUTs that are whole, and such as files merely claim to have: none is worth refusing a file for.</summary>
public class ColorTableTests
{
    private static readonly TestImage FourBits = new() { Bits = 4 };

    [Fact]
    public async Task A_palette_is_the_channels_colour_map()
    {
        using var view = await TestView.OpenAsync(WithPalette([.. Enumerable.Range(0, 48).Select(i => (ulong)(i * 1000))]));
        var channel = JsonNode.Parse((await view.TextAsync(".zattrs"))!)!["omero"]!["channels"]![0]!;
        Assert.Equal("FFFFFF", (string)channel["color"]!);
        var map = channel["colorMap"]!;
        Assert.Equal(16, (int)map["bits"]!);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i * 1000), map["red"]!.AsArray().Select(entry => (int)entry!));
        Assert.Equal(Enumerable.Range(32, 16).Select(i => i * 1000), map["blue"]!.AsArray().Select(entry => (int)entry!));
    }

    /// <summary>libtiff's rule: entries of 8 bits if none is 256 or more.</summary>
    [Theory]
    [InlineData(255UL, 8, true)]
    [InlineData(256UL, 16, false)]
    public async Task Entries_below_256_are_of_8_bits(ulong most, int bits, bool bright)
    {
        var colors = (await ChannelAsync(WithPalette([.. Enumerable.Range(0, 48).Select(i => i == 3 ? most : i % 16 == 0 ? 7UL : 0UL)]))).Colors;
        Assert.Equal(bright ? bits : null, colors?.Bits);
        var grey = await ChannelAsync(WithPalette([.. Enumerable.Range(0, 48).Select(i => (ulong)(i % 16 * 17))]));
        Assert.Null(grey.Colors);
    }

    [Fact]
    public async Task A_palette_of_greys_is_no_colour_map() =>
        Assert.Null((await ChannelAsync(WithPalette([.. Enumerable.Range(0, 48).Select(i => (ulong)(i % 16 * 0x1111))]))).Colors);

    /// <summary>The palettes that microscopes write for one dye; a viewer that knows the colour alone shows them right.</summary>
    [Theory]
    [InlineData(1, 0, 0, 17, "FF0000")]
    [InlineData(0, 1, 0, 17, "00FF00")]
    [InlineData(0, 0, 1, 0x1111, "0000FF")]
    [InlineData(0, 1, 1, 0x1100, "00FFFF")]
    [InlineData(1, 1, 1, 0x1100, "FFFFFF")]
    [InlineData(1, 1, 1, 0x1111, "FFFFFF")]
    [InlineData(0, 0, 0, 0, "FFFFFF")]
    public async Task A_palette_that_is_a_ramp_is_the_channels_colour(int red, int green, int blue, int step, string color)
    {
        int[] parts = [red, green, blue];
        var channel = await ChannelAsync(WithPalette([.. Enumerable.Range(0, 48).Select(i => (ulong)(i % 16 * parts[i / 16] * step))]));
        Assert.Equal((color, null), (channel.Color, channel.Colors));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(47)]
    [InlineData(49)]
    public async Task A_palette_of_another_length_is_passed_over(int entries) =>
        Assert.Null((await ChannelAsync(WithPalette(new ulong[entries]))).Colors);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ImageJs_luts_lie_behind_the_parts_before_them(bool bigEndian)
    {
        var channel = await ChannelAsync(WithLuts(bigEndian, "info", [40, 768, 5], lut: 1), bigEndian);
        Assert.Equal("FE0000", channel.Color);
        Assert.Equal((8, 0, 1, 254), (channel.Colors!.Bits, channel.Colors.Red[0], channel.Colors.Red[16], channel.Colors.Red[^1]));
    }

    [Theory]
    [InlineData("info", 40L, 767L, 5L)]
    [InlineData("info", 1_000_000L, 768L, 5L)]
    [InlineData("info", 4294967295L, 768L, 5L)]
    [InlineData("junk", 40L)]
    public async Task Luts_that_are_not_where_they_should_be_are_passed_over(string type, params long[] parts)
    {
        var channel = await ChannelAsync(WithLuts(false, type, parts, lut: 1));
        Assert.Equal(("FFFFFF", null), (channel.Color, channel.Colors));
    }

    /// <summary>ImageJ's word on what is black and what is white counts, if it makes sense.</summary>
    [Theory]
    [InlineData(10, 20, 16, true)]
    [InlineData(-5, 1e6, 16, true)]
    [InlineData(20, 10, 16, false)]
    [InlineData(7, 7, 16, false)]
    [InlineData(double.NaN, 10, 16, false)]
    [InlineData(0, double.PositiveInfinity, 16, false)]
    [InlineData(10, 20, 32, false)]
    [InlineData(10, 20, 8, false)]
    public async Task ImageJs_ranges_are_the_channels_windows(double start, double end, int bytes, bool counts)
    {
        foreach (var bigEndian in (bool[])[false, true])
        {
            var channel = await ChannelAsync(WithLuts(bigEndian, "rang", [bytes, 768, 5], lut: 1, [start, end]), bigEndian);
            Assert.Equal(counts ? (start, end, DisplayRange.Given) : (0, 255, DisplayRange.Pixels), (channel.Start, channel.End, channel.Range));
            Assert.True(channel.Minimum <= channel.Start && channel.Maximum >= channel.End);
        }
    }

    private static TestIfd WithPalette(ulong[] entries) =>
        FourBits.ToIfd().Remove(TiffTag.Photometric).Short(TiffTag.Photometric, 3).Short(TiffTag.ColorMap, entries);

    /// <summary>The tag's first part of <paramref name="type"/>, the second a LUT; <paramref name="parts"/> as the counts have their lengths.</summary>
    private static TestIfd WithLuts(bool bigEndian, string type, long[] parts, int lut, double[]? range = null)
    {
        byte[] header = [.. Word("IJIJ"), .. Word(type), .. Number(1), .. Word("luts"), .. Number(1), .. Word("rest"), .. Number(1)];
        var red = Enumerable.Range(0, 256).Select(i => (byte)(i * i / 255)).ToArray();
        red[255] = 254;
        var body = new byte[40 + 768 + 5];
        red.CopyTo(body, lut * (range is null ? 40 : (int)parts[0]));
        for (var i = 0; i < range?.Length; i++)
            (bigEndian ? (Action<Span<byte>, double>)BinaryPrimitives.WriteDoubleBigEndian : BinaryPrimitives.WriteDoubleLittleEndian)(body.AsSpan(8 * i), range[i]);
        var ifd = new TestImage().ToIfd(bigEndian).Text(TiffTag.ImageDescription, "ImageJ=1.53t\nimages=1\n");
        ifd.Set(TiffTag.ImageJMetadataByteCounts, TiffFieldType.Long, [(ulong)header.Length, .. parts.Select(part => (ulong)part)]);
        ifd.Entries.Add(new TestEntry((ushort)TiffTag.ImageJMetadata, TiffFieldType.Byte, [], [.. header, .. body]));
        return ifd;

        byte[] Word(string letters) => bigEndian ? Encoding.ASCII.GetBytes(letters) : [.. Encoding.ASCII.GetBytes(letters).Reverse()];

        byte[] Number(uint number)
        {
            var bytes = new byte[4];
            if (bigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
            return bytes;
        }
    }

    private static async Task<SeriesChannel> ChannelAsync(TestIfd ifd, bool bigEndian = false) =>
        (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(TiffWriter.Write(bigEndian, false, ifd)))).Series[0].Channels[0];
}
