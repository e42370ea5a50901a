namespace OmeFs.Core.Tiff;

/// <summary>
/// Holds byte counts against the geometry, as libtiff does when it opens an IFD, but segment by segment. An uncompressed segment is as long as
/// its pixels need, whatever its byte count says. Pure arithmetic.
/// </summary>
internal static class SegmentLengths
{
    /// <summary>No codec makes data longer than this many times its pixels, and some bytes of tables. Arbitrary.</summary>
    private const int MostGrowth = 4, MostTables = 64 * 1024;

    /// <summary>What stands for the byte count of a segment that has none.</summary>
    public const long NoCount = -1;

    /// <summary>Whether the geometry says how many bytes a segment has.</summary>
    public static bool AreGiven(in IfdLayout layout) => layout is { Compression: Compression.None, Subsampled: false, BitsPerSample: > 0 };

    /// <summary>Bytes of a segment's pixels; long.MaxValue if nobody could count them.</summary>
    public static long PixelBytes(in IfdLayout layout, long segment)
    {
        var rows = layout.RowsOfSegment((int)(segment / layout.SegmentsAcross % layout.SegmentsDown));
        return (long)Int128.Min(long.MaxValue, (Int128)layout.SegmentRowBytes * rows * layout.SegmentDepth);
    }

    /// <param name="offset">Not 0: such a segment is missing.</param>
    /// <param name="count">As the table has it, or <see cref="NoCount"/>.</param>
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
        return count > rest && TellsItsEnd(layout) ? new ByteRange(offset, Math.Min(rest, Most(pixels)), RangeState.Cut) : new ByteRange(offset, count);
    }

    /// <summary>Whether data that were cut short cannot be taken for whole: too few samples come out of them.</summary>
    private static bool TellsItsEnd(in IfdLayout layout) =>
        layout.Compression is Compression.None or Compression.Lzw or Compression.PackBits || layout.Compression.IsDeflate();

    private static long Most(long pixels) => pixels > (long.MaxValue - MostTables) / MostGrowth ? long.MaxValue : (pixels * MostGrowth) + MostTables;
}
