using BitMiracle.LibJpeg.Classic;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs.Managed;

/// <summary>
/// JPEG of 8 bits (baseline, progressive, arithmetic) by LibJpeg.Net. It gives the components as they were coded. Upsampling and colours are
/// calculated here, so that the pixels are libjpeg-turbo's. A segment accepts the same images as in libtiff. Safe from many threads.
/// </summary>
internal sealed class DctJpegCodec : LayoutCodec
{
    /// <summary>Coefficients of an image in several scans. All are in memory until the last scan: two bytes each, and the same again for the arrays. Arbitrary.</summary>
    private const long MostCoefficients = 64L << 20;

    private readonly IfdLayout _layout;
    private readonly byte[] _tables;
    private readonly bool _toRgb;
    private readonly int _rowBytes;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>.</exception>
    public DctJpegCodec(in IfdLayout layout, bool bigEndian, SegmentTags tags)
    {
        NativeForms.Expect(layout);
        (_layout, _tables) = (layout, tags[TiffTag.JpegTables]?.Bytes.ToArray() ?? []);
        _toRgb = new SegmentDescription(layout, bigEndian, tags, asBytes: false).IsYCbCrJpeg;
        Form = new DecodedForm(layout.SamplesPerSegment, layout.BitsPerSample, IsFileEncoded: false);
        _rowBytes = (int)layout.SegmentRowBytes;
    }

    public override DecodedForm Form { get; }

    public override int LargestRatio => NativeForms.LargestRatio(_layout);

    public override int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var rows = Math.Min(decoded.Length / _rowBytes, _layout.SegmentLength);
        if (encoded.IsEmpty || rows == 0)
            throw Corrupt($"the {_layout.SegmentWord} is empty");
        decoded.Clear();
        try
        {
            JpegSyntax.Expect(_tables);
            JpegSyntax.Expect(encoded.Span);
            Write(Planes(encoded.ToArray(), rows), rows, decoded);
        }
        // LibJpeg.Net checks less than libjpeg: with damaged data, it indexes outside its arrays.
        catch (Exception fault) when (fault is not (OmeFsException or OutOfMemoryException))
        {
            throw Corrupt($"the data of the {_layout.SegmentWord} are damaged", fault);
        }
        return rows * _rowBytes;
    }

    private JpegPlanes Planes(byte[] encoded, int rows)
    {
        var jpeg = new jpeg_decompress_struct(new JpegFaults());
        if (_tables.Length > 0)
        {
            jpeg.Src = new JpegBytes(_tables);
            if (jpeg.jpeg_read_header(require_image: false) != ReadResult.JPEG_HEADER_TABLES_ONLY)
                throw Corrupt("tables without pixels expected in tag 347 JPEGTables");
        }
        jpeg.Src = new JpegBytes(encoded);
        jpeg.jpeg_read_header(require_image: true);
        Expect(jpeg, rows, _toRgb && JpegHeader.TryParse(encoded, out var header) ? (header.Horizontal, header.Vertical) : (1, 1));
        // The row below the last one affects subsampled colours.
        return new JpegPlanes(jpeg, rows + 1);
    }

    /// <param name="sampling">Sampling factors of the first component.</param>
    private void Expect(jpeg_decompress_struct jpeg, int rows, (int, int) sampling)
    {
        if (jpeg.Image_width > _layout.SegmentWidth || jpeg.Num_components != _layout.SamplesPerSegment || jpeg.Data_precision != _layout.BitsPerSample)
            throw Corrupt(
                $"at most {_layout.SegmentWidth} pixels in a row, of {_layout.SamplesPerSegment} sample(s) of {_layout.BitsPerSample} bits, expected, "
                + $"found {jpeg.Image_width} of {jpeg.Num_components} of {jpeg.Data_precision}");
        // An image may be larger only by surplus rows, because some writers pad the last strip.
        if (jpeg.Image_height > rows && jpeg.Image_width < _layout.SegmentWidth)
            throw Corrupt($"{_layout.SegmentWidth} x {rows} pixels expected, found {jpeg.Image_width} x {jpeg.Image_height}");
        for (var i = 0; i < jpeg.Num_components; i++)
        {
            var factors = (jpeg.Comp_info[i].H_samp_factor, jpeg.Comp_info[i].V_samp_factor);
            if (factors != (i == 0 ? sampling : (1, 1)))
                throw Corrupt($"sampling factors of {factors.H_samp_factor} x {factors.V_samp_factor} in component {i}");
        }
        if (jpeg.jpeg_has_multiple_scans() && (long)jpeg.Image_width * jpeg.Image_height * jpeg.Num_components > MostCoefficients)
            throw new OmeFsException(FaultKind.LimitExceeded, $"JPEG: a progressive image of more than {MostCoefficients} samples needs libomefs_codecs, which install.sh builds");
    }

    private void Write(JpegPlanes planes, int rows, Span<byte> decoded)
    {
        var count = planes.Width * planes.Components;
        var (blues, reds) = _toRgb ? (new ChromaRows(planes, 1), new ChromaRows(planes, 2)) : default;
        for (var y = 0; y < Math.Min(rows, planes.Height); y++)
        {
            var row = decoded.Slice(y * _rowBytes, count);
            if (blues is not null)
                JpegColors.ToRgb(planes.Row(0, y), blues.Row(y), reds!.Row(y), row);
            else
                for (var component = 0; component < planes.Components; component++)
                    Interleave(planes.Row(component, y), row, component, planes.Components);
        }
    }

    private static void Interleave(ReadOnlySpan<byte> samples, Span<byte> row, int component, int components)
    {
        for (int x = 0, at = component; at < row.Length; x++, at += components)
            row[at] = samples[x];
    }

    private static OmeFsException Corrupt(string what, Exception? cause = null) => new(FaultKind.Corrupt, $"JPEG: {what}", cause);
}
