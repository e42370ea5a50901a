using System.Globalization;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Codecs.Managed;

/// <summary>The codecs that take the native library's place, held against it: pixels are the same bytes, or they are refused.</summary>
public class ManagedAgainstNativeTests(ITestOutputHelper output)
{
    private const string LeftOut = "a test leaves it out";

    /// <summary>Of each segment. OMEFS_MUTATIONS gives another number, for an evening.</summary>
    private static readonly int Mutations =
        int.TryParse(Environment.GetEnvironmentVariable("OMEFS_MUTATIONS"), CultureInfo.InvariantCulture, out var given) ? given : 40;

    /// <summary>Compressions that both have, and how many segments of the fixtures and the shared corpus there are at least.</summary>
    public static TheoryData<Compression, int, int> Compressions => new()
    {
        { Compression.Jpeg, 50, 300 },
        { Compression.OldJpeg, 0, 5 },
        { Compression.CcittRle, 0, 100 },
        { Compression.CcittFax3, 50, 200 },
        { Compression.CcittFax4, 50, 200 },
        { Compression.Zstd, 50, 300 },
    };

    [SkippableTheory]
    [MemberData(nameof(Compressions))]
    public async Task Every_segment_decodes_to_the_same_bytes(Compression compression, int ofFixtures, int ofAll)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var same = 0;
        await foreach (var it in EverySegment.OfAsync(compression, malformed: false))
        {
            Assert.True(Same(it), $"{it.Name}: {Difference(it)}");
            same++;
        }
        output.WriteLine($"{same} segments are the same");
        Assert.InRange(same, SharedOme.Folder is null ? ofFixtures : ofAll, int.MaxValue);
    }

    /// <summary>
    /// Whatever is done to a segment: no other exception, no hang, and what the native library refuses is refused. Damage that neither notices may
    /// come out differently.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(Compressions))]
    public async Task Damaged_segments_are_refused_at_least_where_the_native_library_refuses_them(Compression compression, int ofFixtures, int ofAll)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var random = new Random((int)compression);
        var (same, differ, bothRefuse, refused) = (0, 0, 0, 0);
        await foreach (var it in EverySegment.OfAsync(compression, malformed: true, most: 3))
            for (var i = 0; i < Mutations; i++)
            {
                var changed = it with { Encoded = Mutation.Of(it.Encoded, random) };
                var (theirs, ours) = (changed.Decode(null), changed.Decode(LeftOut));
                Assert.True(theirs.Pixels is not null || ours.Pixels is null, $"{it.Name}, mutation {i}: native says {theirs.Fault}");
                if (ours.Pixels is null)
                    _ = theirs.Pixels is null ? bothRefuse++ : refused++;
                else
                    _ = ours.Pixels.AsSpan().SequenceEqual(theirs.Pixels) ? same++ : differ++;
            }
        output.WriteLine($"{same} decode the same, {differ} otherwise, {bothRefuse} are refused by both, {refused} by this one alone");
        Assert.InRange(same + differ + bothRefuse + refused, Math.Min(ofFixtures, ofAll), int.MaxValue);
    }

    /// <summary>
    /// Every pair of factors, in pictures that are narrower than a filter, and those with odd edges. libtiff writes them, by ctypes.
    /// </summary>
    [SkippableFact]
    public async Task Subsampled_colours_are_enlarged_to_the_same_bytes()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        LibTiffWriter.Run(folder.FullName, """
            import itertools, numpy
            for (h, v), (w, l) in itertools.product(((1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (2, 4), (4, 1), (4, 2)), ((1, 1), (2, 3), (3, 2), (5, 5), (6, 17), (33, 31), (64, 48), (130, 70))):
                pixels = numpy.random.default_rng(w).integers(0, 256, (l, w, 3), "u1")
                fields = [(256, w), (257, l), (258, 8), (277, 3), (284, 1), (259, 7), (262, 6), (530, h, v), (278, l), (65538, 1), (65537, 90)]
                libtiff.write(f"{folder}/{h}{v}-{w}-{l}.tif", "w", fields, [pixels.tobytes()], tiled=False)
            """);
        var files = Directory.GetFiles(folder.FullName, "*.tif");
        Assert.Equal(8 * 8, files.Length);
        foreach (var file in files)
            Assert.All(await EverySegment.OfFileAsync(file, Compression.Jpeg), it => Assert.True(it.Decode(LeftOut).Pixels is not null && Same(it), $"{it.Name}: {Difference(it)}"));
    }

    /// <summary>libtiff does not read back what it wrote, and LibTiff.Net follows it.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(LeftOut)]
    public void RLE_with_words_is_refused(string? absence)
    {
        var layout = HostileSegmentTests.Layout(Compression.CcittRleW, 64, 64) with { BitsPerSample = 1 };
        var fault = Assert.Throws<OmeFsException>(() => NativeCodecs.For(layout, false, SegmentTags.None, absence ?? (NativeCodecs.IsAvailable ? null : LeftOut)));
        Assert.Equal((FaultKind.Unsupported, "CCITT fax: no library here correctly decodes rows that begin at word boundaries (32771)"), (fault.Kind, fault.Message));
    }

    [SkippableTheory]
    [InlineData(1, "90")]
    [InlineData(3, "95")]
    [InlineData(3, "60")]
    public void Progressive_JPEG_decodes_to_the_same_bytes(int bands, string quality)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var folder = new TemporaryFolder();
        Tool.Run("vips", "gaussnoise", folder["noise.v"], "150", "121", "--mean", "120", "--sigma", "40");
        Tool.Run("vips", "gaussblur", folder["noise.v"], folder["soft.v"], "1.5");
        Tool.Run("vips", "bandjoin", string.Join(' ', Enumerable.Repeat(folder["soft.v"], bands)), folder["joined.v"]);
        Tool.Run("vips", "cast", folder["joined.v"], folder["byte.v"], "uchar");
        Tool.Run("vips", "copy", folder["byte.v"], folder["picture.v"], "--interpretation", bands == 1 ? "b-w" : "srgb");
        Tool.Run("vips", "jpegsave", folder["picture.v"], folder["made.jpg"], "--interlace", "--Q", quality);
        var layout = HostileSegmentTests.Layout(Compression.Jpeg, 160, 121) with { SamplesPerPixel = bands, Photometric = bands == 1 ? Photometric.MinIsBlack : Photometric.YCbCr };
        var it = new SegmentCase("made.jpg", layout, false, SegmentTags.None, 121, File.ReadAllBytes(folder["made.jpg"]));
        Assert.NotNull(it.Decode(LeftOut).Pixels);
        Assert.True(Same(it), Difference(it));
    }

    /// <summary>A hundred bytes a scan, and each goes over the whole image.</summary>
    [Fact]
    public void A_JPEG_of_too_many_scans_is_refused_before_it_is_decoded()
    {
        var codec = NativeCodecs.For(HostileSegmentTests.Layout(Compression.Jpeg, 64, 64), false, SegmentTags.None, LeftOut);
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 5, 0, 0x55];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0, 64, 0, 64, 1, 1, 0x11, 0, .. Enumerable.Repeat(scan, 101).SelectMany(it => it)];
        Assert.Equal("JPEG: at most 100 scans expected, found 101", Assert.Throws<OmeFsException>(() => codec.Decode(jpeg, new byte[4096])).Message);
    }

    [Fact]
    public void Damaged_fax_is_a_fault_with_the_librarys_word()
    {
        var layout = HostileSegmentTests.Layout(Compression.CcittFax4, 64, 64) with { BitsPerSample = 1 };
        var codec = NativeCodecs.For(layout, false, SegmentTags.None, LeftOut);
        var fault = Assert.Throws<OmeFsException>(() => codec.Decode(new byte[] { 0x12, 0x34, 0x00, 0x00, 0x00 }, new byte[512]));
        Assert.Matches(@"^CCITT fax: Fax4Decode: \S", fault.Message);
    }

    private static bool Same(SegmentCase it)
    {
        var (theirs, ours) = (it.Decode(null), it.Decode(LeftOut));
        return theirs.Pixels is null ? ours.Pixels is null : ours.Pixels is not null && theirs.Pixels.AsSpan().SequenceEqual(ours.Pixels);
    }

    private static string Difference(SegmentCase it)
    {
        var (theirs, ours) = (it.Decode(null), it.Decode(LeftOut));
        return theirs.Pixels is null || ours.Pixels is null ? $"native: {theirs.Fault}, managed: {ours.Fault}" : Against.Differences(theirs.Pixels, ours.Pixels);
    }
}
