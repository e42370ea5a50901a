using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Native;

/// <summary>
/// Describes the segments of a layout for libtiff. A segment is always described as an image of one strip, even if it is a tile: libtiff's codecs
/// treat both alike, and are more tolerant with the last strip.
/// </summary>
internal sealed class SegmentDescription
{
    private readonly IfdLayout _layout;
    private readonly bool _bigEndian;
    private readonly SegmentTags _tags;
    private readonly bool _asBytes;

    /// <param name="asBytes">Whether rows are described as bytes, so that libtiff does not swap them or undo a predictor.</param>
    public SegmentDescription(in IfdLayout layout, bool bigEndian, SegmentTags tags, bool asBytes)
    {
        (_layout, _tags, _asBytes) = (layout, tags, asBytes);
        _bigEndian = asBytes ? !BitConverter.IsLittleEndian : bigEndian;
        IsYCbCrJpeg = layout is { Compression: Compression.Jpeg, Photometric: Photometric.YCbCr, SamplesPerSegment: 3 };
    }

    /// <summary>libtiff converts to RGB. It must be given the JPEG's subsampling.</summary>
    public bool IsYCbCrJpeg { get; }

    /// <param name="rows">Rows of the segment.</param>
    /// <param name="sampling">Sampling factors of a YCbCr JPEG's first component.</param>
    /// <param name="strip">The position of the strip; unused by readers that get its bytes.</param>
    public byte[] Tiff(int rows, (int Horizontal, int Vertical) sampling, (long Offset, long Count) strip = default)
    {
        var tiff = new SegmentTiff(_bigEndian);
        tiff.Add(TiffTag.ImageWidth, TiffFieldType.Long, _asBytes ? _layout.SegmentRowBytes : _layout.SegmentWidth);
        tiff.Add(TiffTag.ImageLength, TiffFieldType.Long, rows);
        tiff.Add(TiffTag.RowsPerStrip, TiffFieldType.Long, rows);
        tiff.Add(TiffTag.Compression, TiffFieldType.Short, (int)_layout.Compression);
        tiff.Add(TiffTag.FillOrder, TiffFieldType.Short, _layout.ReversedBits ? 2 : 1);
        tiff.Add(TiffTag.StripOffsets, TiffFieldType.Long, strip.Offset);
        tiff.Add(TiffTag.StripByteCounts, TiffFieldType.Long, strip.Count);
        tiff.Add(TiffTag.PlanarConfiguration, TiffFieldType.Short, 1);
        AddSamples(tiff);
        if (IsYCbCrJpeg)
            tiff.Add(TiffTag.YCbCrSubsampling, TiffFieldType.Short, sampling.Horizontal, sampling.Vertical);
        foreach (var tag in SegmentTags.Wanted)
            if (_tags[tag] is { } value)
                tiff.Add(value);
        return tiff.ToArray();
    }

    private void AddSamples(SegmentTiff tiff)
    {
        var samples = _asBytes ? 1 : _layout.SamplesPerSegment;
        var photometric = Color();
        tiff.Add(TiffTag.SamplesPerPixel, TiffFieldType.Short, samples);
        tiff.Add(TiffTag.BitsPerSample, TiffFieldType.Short, All(samples, _asBytes ? 8 : _layout.BitsPerSample));
        tiff.Add(TiffTag.Photometric, TiffFieldType.Short, (int)photometric);
        var colours = photometric is Photometric.YCbCr or Photometric.LogLuv ? 3 : 1;
        if (samples > colours)
            tiff.Add(TiffTag.ExtraSamples, TiffFieldType.Short, All(samples - colours, 0));
        if (_asBytes)
            return;
        tiff.Add(TiffTag.SampleFormat, TiffFieldType.Short, All(samples, (int)_layout.Format));
        if (_layout.Predictor != Predictor.None && NativeForms.Kind(_layout.Compression) == NativeKind.Bytes)
            tiff.Add(TiffTag.Predictor, TiffFieldType.Short, (long)_layout.Predictor);
    }

    /// <summary>Only if the codec needs it: libtiff would refuse others, or warn about them, for reasons that do not matter here.</summary>
    private Photometric Color() => _layout.Compression switch
    {
        Compression.Jpeg when IsYCbCrJpeg => Photometric.YCbCr,
        Compression.SgiLog or Compression.SgiLog24 => _layout.SamplesPerSegment == 3 ? Photometric.LogLuv : Photometric.LogL,
        _ => Photometric.MinIsBlack,
    };

    private static long[] All(int count, int value)
    {
        var values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
