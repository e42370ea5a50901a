using System.Buffers.Binary;
using System.Globalization;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Codecs.Native;

/// <summary>Broken segments: a fault with a word in it or some pixels, and a process that lives on.</summary>
public class HostileSegmentTests(ITestOutputHelper output)
{
    /// <summary>Of each segment. OMEFS_MUTATIONS gives another number, for an evening.</summary>
    private static readonly int Mutations =
        int.TryParse(Environment.GetEnvironmentVariable("OMEFS_MUTATIONS"), CultureInfo.InvariantCulture, out var given) ? given : 40;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mutated_and_truncated_segments_are_refused_with_a_word_or_decoded(bool malformed)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        Skip.If(SharedOme.Folder is null, "../shared/data is not there");
        var (decoded, refused) = (0, 0);
        foreach (var it in await SegmentCases.ReadAsync(malformed))
        {
            if (Codec(it) is not { } codec)
                continue;
            var random = new Random(it.Encoded.Length);
            var pixels = new byte[it.DecodedBytes];
            for (var i = 0; i <= Mutations; i++)
                if (Decodes(codec, i == 0 ? it.Encoded : Mutate(it.Encoded, random), pixels))
                    decoded++;
                else
                    refused++;
        }
        output.WriteLine($"{decoded} decoded, {refused} refused");
        Assert.True(malformed || decoded > 0);
        Assert.True(malformed || refused > Mutations);
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("a test leaves it out")]
    public void A_JPEG_smaller_than_its_tile_leaves_zeros(string? absence)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        Tool.Run("vips", "black", folder["black.v"], "16", "8");
        Tool.Run("vips", "linear", folder["black.v"], folder["grey.v"], "1", "200");
        Tool.Run("vips", "cast", folder["grey.v"], folder["byte.v"], "uchar");
        Tool.Run("vips", "jpegsave", folder["byte.v"], folder["small.jpg"]);
        var codec = NativeCodecs.For(Layout(Compression.Jpeg, 32, 16), false, SegmentTags.None, absence);
        var decoded = new byte[32 * 16];
        decoded.AsSpan().Fill(0xEE);
        codec.Decode(File.ReadAllBytes(folder["small.jpg"]), decoded);
        for (var i = 0; i < decoded.Length; i++)
            Assert.Equal(i % 32 < 16 && i / 32 < 8 ? 200 : 0, decoded[i]);
    }

    [SkippableFact]
    public void What_is_asked_for_bounds_what_is_decoded()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var bomb = new MemoryStream();
        using (var deflate = new System.IO.Compression.ZLibStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(new byte[64 << 20]);
        var codec = NativeCodecs.For(Layout(Compression.AdobeDeflate, 64, 64), false, SegmentTags.None);
        Assert.Equal(4096, codec.Decode(bomb.ToArray(), new byte[4096]));
    }

    /// <summary>libtiff's assertion (tif_luv.c) would end the process.</summary>
    [SkippableFact]
    public void A_fraction_of_a_row_is_left_out()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var layout = Layout(Compression.SgiLog, 16, 4) with { BitsPerSample = 16, Format = SampleFormat.Signed, Photometric = Photometric.LogL };
        // Two runs a row, one of each byte plane: 16 times 7.
        var rows = Enumerable.Repeat<byte[]>([128 - 2 + 16, 7, 128 - 2 + 16, 7], 4).SelectMany(row => row).ToArray();
        var decoded = new byte[(2 * 32) + 5];
        Assert.Equal(64, NativeCodecs.For(layout, false, SegmentTags.None).Decode(rows, decoded));
        Assert.All(decoded[..64], value => Assert.Equal(7, value));
    }

    [SkippableFact]
    public void A_WebP_of_another_size_is_refused_before_it_takes_memory()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        byte[] webP = [.. "RIFF"u8, 100, 0, 0, 0, .. "WEBPVP8L"u8, 90, 0, 0, 0, 0x2F, 0xFF, 0xFF, 0xFF, 0x0F, .. new byte[80]];
        var codec = NativeCodecs.For(Layout(Compression.WebP, 64, 64) with { SamplesPerPixel = 3 }, false, SegmentTags.None);
        var fault = Assert.Throws<OmeFsException>(() => codec.Decode(webP, new byte[64 * 64 * 3]));
        Assert.Equal("WebP: 64 x 64 pixels expected, found 16384 x 16384", fault.Message);
    }

    [SkippableFact]
    public void JPEG_2000_that_is_larger_than_its_tile_is_refused_by_its_header()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var siz = new byte[49];
        ((byte[])[0xFF, 0x4F, 0xFF, 0x51, 0, 41]).CopyTo(siz, 0);
        foreach (var (at, value) in new[] { (8, 60000u), (12, 60000u), (24, 60000u), (28, 60000u) })
            BinaryPrimitives.WriteUInt32BigEndian(siz.AsSpan(at), value);
        (siz[41], siz[42], siz[43], siz[44]) = (1, 7, 1, 1);
        var codec = NativeCodecs.For(Layout(Compression.Jpeg2000, 64, 64), false, SegmentTags.None);
        Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => codec.Decode(siz, new byte[4096])).Kind);
    }

    [SkippableTheory]
    [InlineData(Compression.WebP, 16)]
    [InlineData(Compression.Jpeg2000, 64)]
    [InlineData(Compression.JpegXl, 24)]
    public void What_no_codec_here_decodes_is_unsupported_from_the_start(Compression compression, int bits)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var layout = Layout(compression, 64, 64) with { BitsPerSample = bits };
        Assert.Equal(FaultKind.Unsupported, Assert.Throws<OmeFsException>(() => DecodeNothing(layout)).Kind);
    }

    /// <summary>Writes the segments for native/tests/torture.c into the folder OMEFS_TORTURE names.</summary>
    [SkippableFact]
    public async Task Cases_for_the_torture_program()
    {
        var to = Environment.GetEnvironmentVariable("OMEFS_TORTURE");
        Skip.If(to is null, "OMEFS_TORTURE names no folder");
        Skip.If(SharedOme.Folder is null, "../shared/data is not there");
        foreach (var it in (await SegmentCases.ReadAsync(false)).Concat(await SegmentCases.ReadAsync(true)))
            if (Codec(it) is not null && NativeForms.Kind(it.Layout.Compression) != NativeKind.OldJpeg)
                await File.WriteAllBytesAsync(Path.Combine(to, $"{(int)it.Layout.Compression}-{it.Name}.case"), Describe(it));
    }

    internal static IfdLayout Layout(Compression compression, int width, int length) =>
        GreyLayout.Of(compression, width, length);

    /// <summary>As the C program reads it: see there.</summary>
    private static byte[] Describe(SegmentCases.Case it)
    {
        var layout = it.Layout;
        var size = BitConverter.GetBytes(it.DecodedBytes);
        if (NativeForms.Kind(layout.Compression) == NativeKind.Jpeg2000)
        {
            int[] numbers = [layout.SegmentWidth, layout.SegmentLength, layout.SamplesPerSegment, layout.BitsPerSample > 8 ? 2 : 1, 1];
            return [(byte)'J', .. numbers.SelectMany(BitConverter.GetBytes), .. size, .. it.Encoded];
        }
        var sampling = JpegHeader.TryParse(it.Encoded, out var jpeg) ? (jpeg.Horizontal, jpeg.Vertical) : (1, 1);
        var tiff = new SegmentDescription(layout, it.BigEndian, it.Tags, asBytes: false).Tiff(layout.SegmentLength, sampling);
        return [(byte)'T', .. BitConverter.GetBytes(tiff.Length), .. tiff, .. size, .. it.Encoded];
    }

    private static void DecodeNothing(IfdLayout layout) => NativeCodecs.For(layout, false, SegmentTags.None).Decode(new byte[64], new byte[4096 * 8]);

    private static LayoutCodec? Codec(SegmentCases.Case it)
    {
        try
        {
            return NativeCodecs.For(it.Layout, it.BigEndian, it.Tags);
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Unsupported or FaultKind.LimitExceeded)
        {
            return null;
        }
    }

    private static bool Decodes(LayoutCodec codec, byte[] encoded, byte[] pixels)
    {
        try
        {
            Assert.InRange(codec.Decode(encoded, pixels), 0, pixels.Length);
            return true;
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.Unsupported)
        {
            Assert.Matches(@"^\S.*: \S", fault.Message);
            return false;
        }
    }

    private static byte[] Mutate(byte[] encoded, Random random)
    {
        var bytes = random.Next(4) == 0 ? encoded[..random.Next(encoded.Length)] : (byte[])encoded.Clone();
        for (var i = random.Next(4); i >= 0 && bytes.Length > 0; i--)
            bytes[random.Next(random.Next(2) == 0 ? Math.Min(64, bytes.Length) : bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }
}
