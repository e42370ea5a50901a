namespace OmeFs.Core.Tiff;

/// <summary>
/// Finds the rows of a strip if RowsPerStrip is missing or contradicts the number of strips in the tables. Only for uncompressed strips: their
/// byte counts, or the distance of two offsets, show how many rows they hold.
/// </summary>
internal sealed class StripRows(IfdParser parser)
{
    /// <summary>The layout with the rows that the tables indicate; unchanged if they indicate none.</summary>
    public async ValueTask<IfdLayout> ByTablesAsync(
        IfdEntries ifd, IfdLayout layout, IfdEntry offsets, IfdEntry? counts, CancellationToken cancellation)
    {
        if (layout.Tiled || !SegmentLengths.AreGiven(layout))
            return layout;
        if (counts is { Count: > 0 } table && await parser.UnsignedsAsync(ifd, table with { Count = 1 }, 1, cancellation) is [var count]
            && With(layout, offsets.Count, count) is { } byCount)
            return byCount;
        return offsets.Count > 1 && await parser.UnsignedsAsync(ifd, offsets with { Count = 2 }, 2, cancellation) is [var first, var second]
            ? With(layout, offsets.Count, second - first) ?? layout
            : layout;
    }

    /// <param name="bytes">Bytes of the first strip.</param>
    private static IfdLayout? With(in IfdLayout layout, long strips, long bytes)
    {
        if (bytes < layout.SegmentRowBytes || (bytes % layout.SegmentRowBytes != 0 && bytes / layout.SegmentRowBytes < layout.Length))
            return null;
        var guess = layout with { SegmentLength = (int)Math.Min(bytes / layout.SegmentRowBytes, layout.Length), RowsByTables = true };
        return guess.SegmentCount == strips ? guess : null;
    }
}
