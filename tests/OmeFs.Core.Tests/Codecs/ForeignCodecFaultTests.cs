using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.JpegXr;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs;

/// <summary>Damaged JPEG XL, JPEG XR and JPEG of many bits: each segment ends in pixels or in a fault, and spoils no other.</summary>
public class ForeignCodecFaultTests
{
    public static TheoryData<string> Files =>
        ["jxl-3-8", "jxl-1-16", "jxl-container", "jxr-1-8", "jxr-3-16", "jxr-4-8", "jpeg-12", "jpeg-12-progressive", "jpeg-lossless-8-sv6", "jpeg-lossless-16-sv1", "jpeg-lossless-rgb"];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public async Task Damaged_segments_end_in_a_fault_and_spoil_no_other(string name)
    {
        var (codec, encoded, size) = await FirstSegmentAsync(name);
        var right = new byte[size];
        codec.Decode(encoded, right);
        var random = new Random(20);
        var (decoded, faults) = (new byte[size], 0);
        for (var round = 0; round < 150; round++)
        {
            var changed = (byte[])encoded.Clone();
            for (var change = 0; change < 1 + (round % 4); change++)
                changed[random.Next(random.Next(2) == 0 ? Math.Min(120, changed.Length) : changed.Length)] = (byte)random.Next(256);
            var length = round % 5 == 0 ? random.Next(1, changed.Length) : changed.Length;
            try
            {
                codec.Decode(changed.AsMemory(0, length), decoded);
            }
            catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.Unsupported)
            {
                faults++;
            }
        }
        Assert.NotEqual(0, faults);
        Assert.Equal(size, codec.Decode(encoded, decoded));
        Assert.Equal(right, decoded);
    }

    [SkippableFact]
    public async Task Lossless_JPEG_that_ends_early_is_a_fault()
    {
        var (codec, encoded, size) = await FirstSegmentAsync("jpeg-lossless-16-sv1");
        var fault = Assert.Throws<OmeFsException>(() => codec.Decode(encoded.AsMemory(0, encoded.Length / 2), new byte[size]));
        Assert.Contains("end too early", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Otherwise JPEG XR's memory would follow a header that is not the segment's.</summary>
    [SkippableTheory]
    [InlineData("jxr-1-8", "JPEG XR: the image has 64 x 64 pixels, at most 32 x 64 expected")]
    [InlineData("jxl-1-8", "JPEG XL: the image has 64 x 64 pixels, at most 32 x 64 expected")]
    public async Task An_image_larger_than_its_segment_is_a_fault(string name, string says)
    {
        var (_, encoded, size) = await FirstSegmentAsync(name);
        using var file = await SegmentFile.OpenAsync(PathOf(name));
        var codec = NativeCodecs.For(file.Tiff.Ifds.LayoutOf(0) with { SegmentWidth = 32 }, false, SegmentTags.None);
        Assert.Equal(says, Assert.Throws<OmeFsException>(() => codec.Decode(encoded, new byte[size / 2])).Message);
    }

    [SkippableTheory]
    [InlineData("jxr-1-8", 12)]
    [InlineData("jxl-1-8", 24)]
    [InlineData("jpeg-12", 7)]
    public async Task Samples_that_the_codec_does_not_have_are_refused_from_the_start(string name, int bits)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var file = await SegmentFile.OpenAsync(PathOf(name));
        var layout = file.Tiff.Ifds.LayoutOf(0) with { BitsPerSample = bits };
        Assert.Equal(FaultKind.Unsupported, Assert.Throws<OmeFsException>(() => NativeCodecs.For(layout, false, SegmentTags.None)).Kind);
    }

    /// <summary>Other numbers for the same bytes: nobody downstream knows of them.</summary>
    [Theory]
    [InlineData(33007, Compression.Jpeg)]
    [InlineData(34892, Compression.Jpeg)]
    [InlineData(34926, Compression.Zstd)]
    [InlineData(34927, Compression.WebP)]
    [InlineData(50013, Compression.AdobeDeflate)]
    [InlineData(52546, Compression.JpegXl)]
    [InlineData(22610, Compression.JpegXr)]
    [InlineData(44510, (Compression)44510)]
    public void A_compression_has_one_number(int written, Compression expected) => Assert.Equal(expected, Compressions.Canonical((ushort)written));

    private static string PathOf(string name) => Path.Combine(Repository.Fixtures, "codecs", $"{name}.tif");

    private static async Task<(LayoutCodec Codec, byte[] Encoded, int Size)> FirstSegmentAsync(string name)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        Skip.If(name.StartsWith("jxr", StringComparison.Ordinal) && !JpegXrProgram.IsInstalled, "omefs was built without jxrlib");
        using var file = await SegmentFile.OpenAsync(PathOf(name));
        var layout = file.Tiff.Ifds.LayoutOf(0);
        var codec = NativeCodecs.For(layout, file.Tiff.Header.BigEndian, await file.TagsAsync(0));
        return (codec, await file.EncodedAsync(0, 0), (int)codec.Form.RowBytes(layout.SegmentWidth) * layout.SegmentLength);
    }
}
