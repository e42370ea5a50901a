using System.Globalization;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>Files that libtiff's tools and vips make of a picture at test time, against that picture.</summary>
public sealed class MadeCodecTests : IDisposable
{
    private const string LeftOut = "a test leaves it out";

    private readonly TemporaryFolder _folder = new();

    public MadeCodecTests() => Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, bool, bool> Lossless()
    {
        var all = new TheoryData<string, string, bool, bool>();
        foreach (var codec in new[] { "lzw", "lzw:2", "lzw:3", "zip", "zip:2", "zip:3", "zstd", "zstd:2", "zstd:3", "lzma", "lzma:2", "lzma:3", "packbits" })
            foreach (var type in new[] { "uchar", "ushort", "uint", "float", "double" })
                if (!codec.EndsWith(":3", StringComparison.Ordinal) || type is "float" or "double")
                    foreach (var tiled in new[] { false, true })
                        foreach (var bigEndian in new[] { false, true })
                            // libtiff 4.5.0 writes predictor 3 wrongly into big-endian files: it swaps before it splits.
                            if (!bigEndian || !codec.EndsWith(":3", StringComparison.Ordinal))
                                all.Add(codec, type, tiled, bigEndian);
        return all;
    }

    [SkippableTheory]
    [MemberData(nameof(Lossless))]
    public async Task Lossless_codecs_give_the_picture_back(string codec, string type, bool tiled, bool bigEndian)
    {
        var picture = Picture(type, 3, 75, 41);
        // libtiff 4.5 has no predictor 2 for double.
        Skip.If(type == "double" && codec.EndsWith(":2", StringComparison.Ordinal) && Tool.Try("tiffcp", "-c", codec, picture, _folder["try.tif"]) is { Succeeded: false }, "tiffcp refuses it");
        Tool.Run("tiffcp", ["-c", codec, bigEndian ? "-B" : "-L", .. tiled ? new[] { "-t", "-w", "32", "-l", "16" } : ["-s", "-r", "13"], picture, _folder["made.tif"]]);
        Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], picture, _ => true));
    }

    /// <summary>What the managed predictors and byte orders start from: the bytes before libtiff changes their order.</summary>
    [SkippableTheory]
    [InlineData("lzw")]
    [InlineData("zip")]
    [InlineData("zstd")]
    [InlineData("lzma")]
    [InlineData("packbits")]
    public async Task Bytes_come_out_as_they_were_compressed(string codec)
    {
        var picture = Picture("ushort", 3, 75, 41);
        Tool.Run("tiffcp", "-c", codec, "-B", "-s", "-r", "13", picture, _folder["made.tif"]);
        Tool.Run("tiffcp", "-c", "none", "-B", "-s", "-r", "13", picture, _folder["plain.tif"]);
        using var made = await SegmentFile.OpenAsync(_folder["made.tif"]);
        using var plain = await SegmentFile.OpenAsync(_folder["plain.tif"]);
        var native = NativeCodecs.For(made.Tiff.Ifds.LayoutOf(0), bigEndian: true, await made.TagsAsync(0));
        Assert.Equal(new DecodedForm(3, 16, IsFileEncoded: true), native.Form);
        Assert.Equal(await plain.PixelsAsync(0, new NoCodec(), native.Form), await made.PixelsAsync(0, native, native.Form));
        if (codec != "zstd")
            return;
        var managed = NativeCodecs.For(made.Tiff.Ifds.LayoutOf(0), bigEndian: true, await made.TagsAsync(0), LeftOut);
        Assert.Equal(native.Form, managed.Form);
        Assert.Equal(await plain.PixelsAsync(0, new NoCodec(), native.Form), await made.PixelsAsync(0, managed, managed.Form));
    }

    [SkippableTheory]
    [InlineData("g3", "-B")]
    [InlineData("g3:2d", "-L")]
    [InlineData("g3:1d:fill", "-L")]
    [InlineData("g4", "-B")]
    [InlineData("g4", "-L")]
    public async Task Fax_gives_the_bits_back_in_either_fill_order(string codec, string byteOrder)
    {
        var picture = Bilevel(171, 83);
        foreach (var fillOrder in new[] { "msb2lsb", "lsb2msb" })
        {
            Tool.Run("tiffcp", "-c", codec, byteOrder, "-f", fillOrder, "-r", "20", picture, _folder["made.tif"]);
            Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], picture, _ => true));
            Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], picture, _ => true, LeftOut));
        }
    }

    [SkippableTheory]
    [InlineData(1, "90", false)]
    [InlineData(3, "90", false)]
    [InlineData(3, "90", true)]
    [InlineData(3, "60", true)]
    [InlineData(4, "90", true)]
    public async Task JPEG_is_what_tiffcp_makes_of_it(int bands, string quality, bool tiled)
    {
        var picture = Picture("uchar", bands, 150, 121);
        string[] shape = tiled ? ["--tile", "--tile-width", "64", "--tile-height", "32"] : [];
        Tool.Run("vips", ["tiffsave", picture, _folder["made.tif"], "--compression", "jpeg", "--Q", quality, .. shape]);
        Tool.Run("tiffcp", "-c", "none", "-L", _folder["made.tif"], _folder["plain.tif"]);
        Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], _folder["plain.tif"], _ => true));
        Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], _folder["plain.tif"], _ => true, LeftOut));
    }

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Lossless_WebP_gives_the_picture_back(int bands)
    {
        var picture = Picture("uchar", bands, 150, 121);
        Tool.Run("vips", "tiffsave", picture, _folder["made.tif"], "--compression", "webp", "--lossless", "--tile", "--tile-width", "64", "--tile-height", "32");
        if (bands == 3)
            Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], picture, _ => true));
        Tool.Run("tiffcp", "-c", "none", "-L", _folder["made.tif"], _folder["plain.tif"]);
        Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], _folder["plain.tif"], _ => true));
    }

    [SkippableTheory]
    [InlineData("uchar", 1)]
    [InlineData("uchar", 4)]
    [InlineData("ushort", 1)]
    public async Task Lossless_JPEG_2000_gives_the_picture_back(string type, int bands)
    {
        var picture = Picture(type, bands, 150, 121);
        Tool.Run("vips", "tiffsave", picture, _folder["made.tif"], "--compression", "jp2k", "--lossless", "--Q", "100", "--tile", "--tile-width", "64", "--tile-height", "32");
        Assert.Equal(1, await Against.CompareAsync(_folder["made.tif"], picture, _ => true));
    }

    /// <summary>vips 8.14 writes YCbCr of three bands and 33004 over it; 33003 is the number that says so.</summary>
    [SkippableFact]
    public async Task YCbCr_JPEG_2000_becomes_RGB()
    {
        var picture = Picture("uchar", 3, 150, 121);
        Tool.Run("vips", "tiffsave", picture, _folder["made.tif"], "--compression", "jp2k", "--lossless", "--Q", "100", "--tile", "--tile-width", "64", "--tile-height", "32");
        using var file = await SegmentFile.OpenAsync(_folder["made.tif"]);
        using var original = await SegmentFile.OpenAsync(picture);
        var codec = NativeCodecs.For(file.Tiff.Ifds.LayoutOf(0) with { Compression = Compression.Jpeg2000Aperio33003 }, false, SegmentTags.None);
        var expected = (await original.PixelsAsync(0, new NoCodec(), new DecodedForm(3, 8, false)))[0];
        var found = (await file.PixelsAsync(0, codec, codec.Form))[0];
        // Rounding to whole YCbCr and back, which vips does downwards.
        Assert.InRange(expected.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 0, 3);
    }

    /// <summary>A picture with noise, so that nothing is right by accident, and runs, so that it compresses.</summary>
    private string Picture(string type, int bands, int width, int height)
    {
        var size = new[] { width.ToString(CultureInfo.InvariantCulture), height.ToString(CultureInfo.InvariantCulture) };
        var noise = Enumerable.Range(0, bands).Select(band => _folder[$"{band}.v"]).ToArray();
        foreach (var band in noise)
            Tool.Run("vips", ["gaussnoise", band, .. size, "--mean", "120", "--sigma", "30"]);
        Tool.Run("vips", "bandjoin", string.Join(' ', noise), _folder["joined.v"]);
        Tool.Run("vips", "cast", _folder["joined.v"], _folder["cast.v"], type);
        Tool.Run("vips", "copy", _folder["cast.v"], _folder["plain.v"], "--interpretation", Interpretation(type, bands));
        Tool.Run("vips", "tiffsave", _folder["plain.v"], _folder["picture.tif"], "--compression", "none", "--strip");
        return _folder["picture.tif"];
    }

    private static string Interpretation(string type, int bands) => (type, bands) switch
    {
        ("uchar", >= 3) => "srgb",
        ("ushort", >= 3) => "rgb16",
        ("ushort", _) => "grey16",
        (_, 1) => "b-w",
        _ => "multiband",
    };

    private string Bilevel(int width, int height)
    {
        var picture = Picture("uchar", 1, width, height);
        Tool.Run("vips", "tiffsave", picture, _folder["bits.tif"], "--compression", "none", "--bitdepth", "1", "--strip");
        Tool.Run("tiffcp", "-c", "none", "-L", "-f", "msb2lsb", _folder["bits.tif"], _folder["bilevel.tif"]);
        return _folder["bilevel.tif"];
    }
}
