using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Which sample sizes libtiff's JPEG decodes here: 12 bits take a libjpeg built for them, and only a JPEG can tell. So a grey square of 8 by 8
/// pixels is decoded, once a process and precision.
/// </summary>
internal static class JpegPrecision
{
    private const int Side = 8;

    /// <summary>SOI, DQT of ones up to SOF1; then the precision follows.</summary>
    private static readonly byte[] Start = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC1, 0, 11];

    /// <summary>One component of 8 by 8; a DC and an AC table with one code, for "no difference" and "end of block"; SOS, both codes, EOI.</summary>
    private static readonly byte[] Rest =
    [
        0, Side, 0, Side, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0,
        0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9,
    ];

    private static readonly Lazy<bool> Twelve = new(() => IsDecoded(12));

    /// <summary>Null where samples of so many bits are decoded, else why not, and what to do.</summary>
    public static string? Unfit(int bits) => bits != 12 || Twelve.Value
        ? null
        : $"12 bits a sample, for which {NativeCodecs.Libraries} were not built here; a program with a 12-bit libjpeg, such as GDAL, can rewrite the file as deflate";

    /// <summary>Tries it.</summary>
    internal static bool IsDecoded(int bits)
    {
        var layout = new IfdLayout(
            Side, Side, 1, 1, bits, SampleFormat.Unsigned, false, Compression.Jpeg, 1, Predictor.None, false, false, false, false, true, false, Side, Side);
        using var handle = TiffHandle.Open(new SegmentDescription(layout, false, SegmentTags.None, asBytes: false).Tiff(Side, (1, 1)));
        byte[] jpeg = [.. Start, (byte)bits, .. Rest];
        return handle.Decode(jpeg, new byte[layout.SegmentRowBytes * Side], out _) > 0;
    }
}
