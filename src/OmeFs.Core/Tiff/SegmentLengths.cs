namespace OmeFs.Core.Tiff;

/// <summary>
/// Checks byte counts against the geometry, segment by segment; libtiff does this once when it opens an IFD. The length of an uncompressed
/// segment follows from its geometry, whatever its byte count. Pure arithmetic.
/// </summary>
internal static class SegmentLengths
{
    /// <summary>No codec makes data longer than this many times its pixels plus this many bytes of tables. Arbitrary.</summary>
    private const int MostGrowth = 4, MostTables = 64 * 1024;

    /// <summary>The byte count of a segment that has none.</summary>
    public const long NoCount = -1;

    /// <summary>Whether the geometry determines the bytes of a segment.</summary>
    public static bool AreGiven(in IfdLayout layout) => layout is { Compression: Compression.None, Subsampled: false, BitsPerSample: > 0 };

    /// <summary>Bytes of a segment's decoded pixels; long.MaxValue if they are more.</summary>
    public static long PixelBytes(in IfdLayout layout, long segment)
    {
        var rows = layout.RowsOfSegment((int)(segment / layout.SegmentsAcross % layout.SegmentsDown));
        return (long)Int128.Min(long.MaxValue, (Int128)layout.SegmentRowBytes * rows * layout.SegmentDepth);
    }

    /// <param name="offset">Not 0, which means a missing segment.</param>
    /// <param name="count">As stored in the table, or <see cref="NoCount"/>.</param>
    /// <param name="end">Length of the file in bytes.</param>
    public static ByteRange Of(in IfdLayout layout, long segment, long offset, long count, long end)
    {
        if (layout.Tiled && count == 0)
            return default;
        var pixels = PixelBytes(layout, segment);
        if (AreGiven(layout))
            return new ByteRange(offset, pixels, count >= pixels || count == NoCount ? RangeState.Known : RangeState.TooShort);
        var rest = Math.Max(1, end - offset);
        if (count is 0 or NoCount)
            return new ByteRange(offset, Math.Min(rest, Most(pixels)), RangeState.Estimated);
        return count > rest && FailsIfCut(layout) ? new ByteRange(offset, Math.Min(rest, Most(pixels)), RangeState.Cut) : new ByteRange(offset, count);
    }

    /// <summary>Whether a decoder notices that data were cut short, because they decode to too few samples.</summary>
    private static bool FailsIfCut(in IfdLayout layout) =>
        layout.Compression is Compression.None or Compression.Lzw or Compression.PackBits || layout.Compression.IsDeflate();

    private static long Most(long pixels) => pixels > (long.MaxValue - MostTables) / MostGrowth ? long.MaxValue : (pixels * MostGrowth) + MostTables;
}
