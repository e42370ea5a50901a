namespace OmeFs.Core.Codecs.Png;

/// <summary>Undoes the filter that PNG applied to a row before deflate. *Spec:* ISO/IEC 15948 section 9.</summary>
internal static class PngFilter
{
    /// <param name="row">The inflated bytes; afterwards the unfiltered ones.</param>
    /// <param name="above">The row above; zeros for the first row.</param>
    /// <param name="step">Bytes from one pixel to the next; at least 1.</param>
    public static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < step ? ((byte)0, (byte)0) : (row[i - step], above[i - step]);
            row[i] += filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => Paeth(left, above[i], corner),
                _ => throw new OmeFsException(FaultKind.Corrupt, $"PNG: a filter of 0 to 4 expected, found {filter}"),
            };
        }
    }

    /// <summary>The neighbour, of three, that is nearest to left + above - corner.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
