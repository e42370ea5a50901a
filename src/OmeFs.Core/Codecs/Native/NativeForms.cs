using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>How a native codec decodes a segment.</summary>
internal enum NativeKind
{
    /// <summary>Not decoded natively.</summary>
    None,

    /// <summary>libtiff gives back the bytes that were compressed: byte order and predictor are still the file's.</summary>
    Bytes,

    /// <summary>libtiff gives pixels: host byte order, predictor undone.</summary>
    Pixels,

    /// <summary>Converted to a complete JPEG, then like <see cref="Pixels"/>.</summary>
    OldJpeg,

    /// <summary>OpenJPEG.</summary>
    Jpeg2000,

    /// <summary>libtiff, JpegLibrary or our own decoder, depending on the segment's header.</summary>
    Jpeg,

    /// <summary>libjxl.</summary>
    JpegXl,

    /// <summary>jxrlib, in a separate program.</summary>
    JpegXr,
}

internal static class NativeForms
{
    /// <summary>
    /// The most bytes that one encoded byte can decode to. Unbounded if a few bits can become any number of bytes, as in zstd and LERC.
    /// </summary>
    public static int LargestRatio(in IfdLayout layout) => layout.Compression switch
    {
        // At least two bits make a block of 64 samples, and twelve a unit of 256 RGB pixels; half of that in progressive scans. Doubled.
        Compression.Jpeg => 2048,
        // *Spec:* T.4: a make-up code of 12 bits gives 2560 pixels.
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

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: the codec does not have such samples; <see cref="FaultKind.LimitExceeded"/>: the segment is too large.</exception>
    public static void Expect(in IfdLayout layout)
    {
        if (layout.BitsPerSample == 0 || layout.MixedFormats)
            throw Unsupported(layout, "samples of one size and format expected");
        // *Measured:* libtiff 4.5 reads other pixels than it wrote, because it drops bytes that it has already fetched. LibTiff.Net does the same.
        if (layout.Compression == Compression.CcittRleW)
            throw Unsupported(layout, $"no library here correctly decodes rows that begin at word boundaries ({(ushort)Compression.CcittRleW})");
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

    /// <summary>The samples that a codec expects; null if the layout has them.</summary>
    private static string? ExpectedSamples(in IfdLayout layout) => layout.Compression switch
    {
        Compression.CcittRle or Compression.CcittRleW or Compression.CcittFax3 or Compression.CcittFax4 when layout.BitsPerSample != 1 =>
            "samples of 1 bit expected",
        Compression.Next when layout is not { BitsPerSample: 2, SamplesPerSegment: 1 } => "one sample of 2 bits expected",
        Compression.ThunderScan when layout is not { BitsPerSample: 4, SamplesPerSegment: 1 } => "one sample of 4 bits expected",
        Compression.WebP when layout is not { BitsPerSample: 8, SamplesPerSegment: 3 or 4 } => "three or four samples of 8 bits expected",
        Compression.Jpeg or Compression.OldJpeg when layout.BitsPerSample is not (8 or 12) => "samples of 8 or 12 bits expected",
        // libjpeg's MAX_COMPONENTS; a scan has at most four.
        Compression.Jpeg or Compression.OldJpeg when layout.SamplesPerSegment > 10 => "at most ten samples expected",
        Compression.SgiLog or Compression.SgiLog24 when layout.SamplesPerSegment is not (1 or 3) => "one or three samples expected",
        Compression.Lerc when layout.BitsPerSample is not (8 or 16 or 32 or 64) => "samples of 8, 16, 32 or 64 bits expected",
        _ => null,
    };
}
