using System.Runtime.InteropServices;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Jpeg;

/// <summary>
/// JPEG segments of 8 to 16 bits per sample. Another codec decodes the common form, DCT of 8 bits. JpegLibrary decodes DCT of 12 bits, and
/// <see cref="LosslessJpeg"/> the lossless form. The segment's own header gives the form. Safe from many threads.
/// </summary>
internal sealed class JpegCodec : LayoutCodec
{

    private readonly IfdLayout _layout;
    private readonly LayoutCodec? _eightBits;
    private readonly ReadOnlyMemory<byte> _tables;
    private readonly int _sampleBytes;

    /// <param name="eightBits">Decodes the common form; null if the layout's samples have more bits.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>.</exception>
    public JpegCodec(in IfdLayout layout, SegmentTags tags, LayoutCodec? eightBits)
    {
        if (layout.BitsPerSample is < 8 or > 16 || layout.MixedFormats || layout.Format is SampleFormat.Float or SampleFormat.Complex or SampleFormat.ComplexInteger)
            throw new OmeFsException(
                FaultKind.Unsupported, $"JPEG: whole numbers of 8 to 16 bits expected, found {layout.BitsPerSample} bits, {layout.Format}");
        if (layout.SegmentRowBytes * 2 * layout.SegmentLength > TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.LimitExceeded, $"JPEG: a {layout.SegmentWord} of {layout.SegmentWidth} x {layout.SegmentLength} pixels has more than {TiffLimits.MaxSegmentBytes} bytes");
        (_layout, _sampleBytes) = (layout, layout.BitsPerSample == 8 ? 1 : 2);
        _tables = tags[TiffTag.JpegTables]?.Bytes ?? ReadOnlyMemory<byte>.Empty;
        _eightBits = eightBits;
        Form = new DecodedForm(layout.SamplesPerSegment, 8 * _sampleBytes, IsFileEncoded: false);
    }

    public override DecodedForm Form { get; }

    public override int LargestRatio => NativeForms.LargestRatio(_layout);

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var known = JpegHeader.TryParse(encoded.Span, out var header);
        if (_eightBits is not null && (!known || header is { Precision: 8, Lossless: false }))
            return _eightBits.Decode(encoded, decoded);
        if (!known)
            throw new OmeFsException(FaultKind.Corrupt, $"JPEG: the {_layout.SegmentWord} has no frame header");
        var image = new JpegImage(_layout.SegmentWidth * _layout.SamplesPerSegment, decoded.Length / _sampleBytes);
        CheckSize(header, image);
        try
        {
            if (header.Lossless)
                LosslessJpeg.Decode(encoded.Span, _tables.Span, image);
            else
                DeepJpeg.Decode(encoded, _tables, image);
        }
        // JpegLibrary has no exception of its own for damaged data: it may even throw NullReferenceException.
        catch (Exception fault) when (fault is not (OmeFsException or OutOfMemoryException))
        {
            throw new OmeFsException(FaultKind.Corrupt, $"JPEG: the data of the {_layout.SegmentWord} are damaged", fault);
        }
        if (_layout.Photometric == Photometric.YCbCr && _layout.SamplesPerSegment == 3)
            image.TurnYCbCrIntoRgb(header.Precision);
        Write(image.Samples, decoded);
        return image.Samples.Length * _sampleBytes;
    }

    /// <summary>
    /// The image fits into the segment, or its rows have as many samples as the segment's rows. DNG, for example, writes two neighbouring pixels as two
    /// components.
    /// </summary>
    private void CheckSize(in JpegHeader header, JpegImage image)
    {
        if (header.Precision > _layout.BitsPerSample)
            throw new OmeFsException(FaultKind.Corrupt, $"JPEG: samples of at most {_layout.BitsPerSample} bits expected, found {header.Precision}");
        var fits = header.Components == _layout.SamplesPerSegment ? header.Width <= _layout.SegmentWidth : header.Width * header.Components == image.RowSamples;
        if (!fits || header.Width == 0 || header.Height == 0 || header.Height > image.Rows)
            throw new OmeFsException(
                FaultKind.Corrupt,
                $"JPEG: {_layout.SegmentWidth} x {image.Rows} pixels of {_layout.SamplesPerSegment} sample(s) expected, found {header.Width} x {header.Height} of {header.Components}");
    }

    private void Write(ReadOnlySpan<ushort> samples, Span<byte> decoded)
    {
        if (_sampleBytes == 2)
            MemoryMarshal.AsBytes(samples).CopyTo(decoded);
        else
            for (var i = 0; i < samples.Length; i++)
                decoded[i] = (byte)samples[i];
    }
}
