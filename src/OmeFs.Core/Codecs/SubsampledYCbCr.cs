using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Codecs;

/// <summary>
/// Converts segments of subsampled 8-bit YCbCr to RGB. Samples are stored in units: the Y of a block of pixels, row by row, then one Cb and one Cr,
/// which apply to all pixels of the block. As in libtiff, nothing is interpolated. Safe from many threads.
/// </summary>
/// <param name="inner">Decodes the compression.</param>
internal sealed class SubsampledYCbCr(ISegmentCodec inner, IfdLayout layout, YCbCrColors colors) : ISegmentCodec
{
    private readonly YCbCrTables _tables = new(colors);
    private readonly int _across = Ceiling.Divide(layout.SegmentWidth, colors.Horizontal);

    /// <summary>A pixel has three bytes of output, and at least one byte in its unit.</summary>
    public int LargestRatio => inner.LargestRatio * 3;

    private long UnitRowBytes => (long)_across * colors.UnitBytes;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: the layout has other samples than expected.</exception>
    public void Expect()
    {
        if (layout is not { BitsPerSample: 8, SamplesPerPixel: 3, Planar: false, Predictor: Predictor.None })
            throw new OmeFsException(
                FaultKind.Unsupported,
                "subsampled YCbCr: three interleaved samples of 8 bits without predictor expected, found "
                + $"{layout.SamplesPerPixel} of {layout.BitsPerSample} bits{(layout.Planar ? ", planar" : "")}, predictor {(ushort)layout.Predictor}");
        if (UnitRows(layout.SegmentLength) * UnitRowBytes > TiffLimits.MaxSegmentBytes)
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"subsampled YCbCr: a {layout.SegmentWord} of {layout.SegmentWidth}×{layout.SegmentLength} pixels is too large to be decoded at once");
    }

    public int Decode(ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        var rows = decoded.Length / (3 * layout.SegmentWidth);
        var unitRow = (int)UnitRowBytes;
        var expected = (int)UnitRows(rows) * unitRow;
        var units = ScratchBytes.Rent(expected);
        try
        {
            var count = inner.Decode(encoded, units.AsSpan(0, expected));
            if (count < expected)
                throw new OmeFsException(FaultKind.Corrupt, $"subsampled YCbCr: {expected} bytes expected, found {count}");
            for (var y = 0; y < rows; y++)
                Row(units.AsSpan(y / colors.Vertical * unitRow, unitRow), y % colors.Vertical, decoded.Slice(y * 3 * layout.SegmentWidth, 3 * layout.SegmentWidth));
            return decoded.Length;
        }
        finally
        {
            ScratchBytes.Return(units);
        }
    }

    private long UnitRows(int rows) => Ceiling.Divide((long)rows, colors.Vertical);

    /// <param name="units">The units of this row of pixels, which also have other rows.</param>
    /// <param name="inUnit">The row within the units.</param>
    private void Row(ReadOnlySpan<byte> units, int inUnit, Span<byte> rgb)
    {
        for (var x = 0; x < layout.SegmentWidth; x++)
        {
            var unit = units.Slice(x / colors.Horizontal * colors.UnitBytes, colors.UnitBytes);
            _tables.ToRgb(unit[(inUnit * colors.Horizontal) + (x % colors.Horizontal)], unit[^2], unit[^1], rgb.Slice(x * 3, 3));
        }
    }
}
