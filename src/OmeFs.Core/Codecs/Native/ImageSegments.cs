using System.Runtime.InteropServices;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>omefs_image_segment: what a segment must decode to, in a codec of whole images.</summary>
/// <param name="BitsPerSample">Decoded to 8, 16 or 32 bits.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ImageSegment(uint Width, uint Height, uint Samples, uint BitsPerSample, int IsFloat);

/// <summary>Describes the segments of a layout for a codec of whole images (JPEG XL, JPEG XR).</summary>
internal sealed class ImageSegments
{
    private readonly IfdLayout _layout;
    private readonly int _rowBytes;

    /// <param name="fits">Whether the codec has samples of that size and format.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/> if it does not; <see cref="FaultKind.LimitExceeded"/>: the segment is too large.</exception>
    public ImageSegments(in IfdLayout layout, bool fits)
    {
        _layout = layout;
        if (!fits || layout.MixedFormats || layout.Format is not (SampleFormat.Unsigned or SampleFormat.Undefined or SampleFormat.Float))
            throw new OmeFsException(
                FaultKind.Unsupported, $"{layout.Compression.Title()}: it has no samples of {layout.BitsPerSample} bits, {layout.Format}");
        Form = new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample switch { <= 8 => 8, <= 16 => 16, _ => 32 }, IsFileEncoded: false);
        var rowBytes = Form.RowBytes(layout.SegmentWidth);
        if (rowBytes * layout.SegmentLength > TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded,
                $"{layout.Compression.Title()}: a {layout.SegmentWord} of {layout.SegmentWidth} x {layout.SegmentLength} pixels has more than {TiffLimits.MaxSegmentBytes} bytes");
        _rowBytes = (int)rowBytes;
    }

    public DecodedForm Form { get; }

    /// <summary>A segment with as many rows as fit into the buffer.</summary>
    public ImageSegment Of(ReadOnlyMemory<byte> encoded, ReadOnlySpan<byte> decoded)
    {
        var rows = decoded.Length / _rowBytes;
        return encoded.IsEmpty || rows == 0
            ? throw Corrupt($"the {_layout.SegmentWord} is empty")
            : new ImageSegment(
                (uint)_layout.SegmentWidth, (uint)rows, (uint)_layout.SamplesPerSegment, (uint)_layout.BitsPerSample, _layout.Format == SampleFormat.Float ? 1 : 0);
    }

    public OmeFsException Corrupt(string what) => new(FaultKind.Corrupt, $"{_layout.Compression.Title()}: {what}");
}
