using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>What a native codec makes of a segment.</summary>
internal enum NativeKind
{
    /// <summary>Not decoded natively.</summary>
    None,

    /// <summary>libtiff gives back the bytes that were compressed: byte order and predictor are still the file's.</summary>
    Bytes,

    /// <summary>libtiff gives pixels: host byte order, predictor undone.</summary>
    Pixels,

    /// <summary>Made into JPEG proper, then like <see cref="Pixels"/>.</summary>
    OldJpeg,

    /// <summary>OpenJPEG.</summary>
    Jpeg2000,

    /// <summary>libtiff, JpegLibrary or our own, by what a segment's header says.</summary>
    Jpeg,

    /// <summary>libjxl.</summary>
    JpegXl,

    /// <summary>jxrlib, in a program of its own.</summary>
    JpegXr,
}

internal static class NativeForms
{
    /// <summary>
    /// How many bytes one encoded byte becomes at most. Where a few bits can become any number of bytes, such as in zstd and LERC, it is
    /// unbounded.
    /// </summary>
    public static int LargestRatio(in IfdLayout layout) => layout.Compression switch
    {
        // Two bits are a block of 64 samples at least, twelve a unit of 256 RGB pixels; with progressive scans half of it. Doubled.
        Compression.Jpeg => 2048,
        // *Spec:* T.4: 2560 pixels in a make-up code of 12 bits.
        Compression.CcittRle or Compression.CcittRleW => 256,
        // A row like the one above takes a bit.
        Compression.CcittFax3 or Compression.CcittFax4 => (int)Math.Min(8 * layout.SegmentRowBytes, int.MaxValue),
        _ => int.MaxValue,
    };

    public static NativeKind Kind(Compression compression) => compression switch
    {
        Compression.Lzw or Compression.PackBits or Compression.AdobeDeflate or Compression.Deflate or Compression.Lzma or Compression.Zstd =>
            NativeKind.Bytes,
        Compression.CcittRle or Compression.CcittRleW or Compression.CcittFax3 or Compression.CcittFax4 or Compression.Lerc
            or Compression.WebP or Compression.ThunderScan or Compression.Next or Compression.SgiLog or Compression.SgiLog24 => NativeKind.Pixels,
        Compression.Jpeg => NativeKind.Jpeg,
        Compression.JpegXl => NativeKind.JpegXl,
        Compression.JpegXr => NativeKind.JpegXr,
        Compression.OldJpeg => NativeKind.OldJpeg,
        Compression.Jpeg2000Aperio33003 or Compression.Jpeg2000Aperio33004 or Compression.Jpeg2000Aperio33005 or Compression.Jpeg2000 =>
            NativeKind.Jpeg2000,
        _ => NativeKind.None,
    };

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: such samples are not in the codec; <see cref="FaultKind.LimitExceeded"/>: too large a segment.</exception>
    public static void Expect(in IfdLayout layout)
    {
        if (layout.BitsPerSample == 0 || layout.MixedFormats)
            throw Unsupported(layout, "samples of one size and format expected");
        // *Measured:* libtiff 4.5 reads other pixels than it wrote: it drops bytes that are already fetched. LibTiff.Net has the same lines.
        if (layout.Compression == Compression.CcittRleW)
            throw Unsupported(layout, $"no library here decodes rows that begin at words ({(ushort)Compression.CcittRleW}) rightly");
        if (ExpectedSamples(layout) is { } expected)
            throw Unsupported(layout, $"{expected}, found {layout.SamplesPerSegment} of {layout.BitsPerSample}");
        if (layout.Subsampled && layout.Compression != Compression.Jpeg)
            throw Unsupported(layout, "subsampled YCbCr is decoded in JPEG, JPEG 2000, deflate, LZW, PackBits and uncompressed");
        if (layout.SegmentRowBytes * layout.SegmentLength > TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"{layout.Compression.Title()}: "
                    + $"a {layout.SegmentWord} of {layout.SegmentWidth} x {layout.SegmentLength} pixels has more than {TiffLimits.MaxSegmentBytes} bytes");
    }

    private static OmeFsException Unsupported(in IfdLayout layout, string why) =>
        new(FaultKind.Unsupported, $"{layout.Compression.Title()}: {why}");

    /// <summary>What a codec wants of the samples, or null where these are right.</summary>
    private static string? ExpectedSamples(in IfdLayout layout) => layout.Compression switch
    {
        Compression.CcittRle or Compression.CcittRleW or Compression.CcittFax3 or Compression.CcittFax4 when layout.BitsPerSample != 1 =>
            "samples of 1 bit expected",
        Compression.Next when layout is not { BitsPerSample: 2, SamplesPerSegment: 1 } => "one sample of 2 bits expected",
        Compression.ThunderScan when layout is not { BitsPerSample: 4, SamplesPerSegment: 1 } => "one sample of 4 bits expected",
        Compression.WebP when layout is not { BitsPerSample: 8, SamplesPerSegment: 3 or 4 } => "three or four samples of 8 bits expected",
        Compression.Jpeg or Compression.OldJpeg when layout.BitsPerSample is not (8 or 12) => "samples of 8 or 12 bits expected",
        // libjpeg's MAX_COMPONENTS; a scan has four.
        Compression.Jpeg or Compression.OldJpeg when layout.SamplesPerSegment > 10 => "at most ten samples expected",
        Compression.SgiLog or Compression.SgiLog24 when layout.SamplesPerSegment is not (1 or 3) => "one or three samples expected",
        Compression.Lerc when layout.BitsPerSample is not (8 or 16 or 32 or 64) => "samples of 8, 16, 32 or 64 bits expected",
        _ => null,
    };
}
