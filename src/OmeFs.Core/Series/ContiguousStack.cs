using System.Buffers;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// Stacks with one IFD whose planes follow each other from its first strip on. ImageJ writes them to exceed 4 GB in a classic TIFF, and
/// MetaMorph's STK always does.
/// </summary>
internal static class ContiguousStack
{
    private const int StripsAtATime = 4096;

    /// <summary>
    /// Whether the file can hold this many planes from the IFD's pixels on: it is uncompressed, its strips are end to end, the file is long enough,
    /// and no other IFD or value of this IFD is among the pixels.
    /// </summary>
    /// <param name="number">Index of the IFD in the main chain.</param>
    public static async Task<bool> HoldsAsync(TiffFile file, int number, IfdEntries ifd, long planes, CancellationToken cancellation)
    {
        var layout = file.Ifds.LayoutOf(number);
        if (planes is < 2 or > int.MaxValue || layout is not { Compression: Compression.None, Tiled: false, Subsampled: false, HasSegments: true, Depth: 1 })
            return false;
        if (layout.BitsPerSample == 0 || await FirstStripAsync(file, file.Ifds[number], layout, cancellation) is not { } start)
            return false;
        var end = start + (planes * layout.PlaneBytes);
        return end <= file.Source.Length && !HoldsAnythingOf(ifd, start, end) && !HoldsAnIfd(file, start, end);
    }

    /// <summary>
    /// How many more planes there could be behind the pixels of the only IFD: the bytes up to the next structure, or the end of the file, divided by
    /// those of a plane. 0 if that is not a whole number. Costs two reads of the table, for any number of strips.
    /// </summary>
    public static async Task<long> PlanesBehindAsync(TiffFile file, IfdEntries ifd, CancellationToken cancellation)
    {
        var layout = file.Ifds.LayoutOf(0);
        if (file.Ifds.Count > 1 || layout is not { Compression: Compression.None, Tiled: false, Subsampled: false, HasSegments: true, Depth: 1, BitsPerSample: > 0 })
            return 0;
        var (first, last) = (new ByteRange[1], new ByteRange[1]);
        await file.Segments.ReadAsync(file.Ifds[0], layout, 0, first, cancellation);
        await file.Segments.ReadAsync(file.Ifds[0], layout, layout.SegmentCount - 1, last, cancellation);
        var end = (Int128)last[0].Offset + last[0].Length;
        if (first[0].IsMissing || first[0].IsFaulty || last[0].IsMissing || last[0].IsFaulty || end != first[0].Offset + layout.PlaneBytes || end > file.Source.Length)
            return 0;
        var (behind, rest) = Int128.DivRem(await NextStructureAsync(file, ifd, (long)end, cancellation) - end, layout.PlaneBytes);
        return rest <= 1 ? (long)behind : 0; // Structures begin at even offsets.
    }

    /// <summary>The first offset behind <paramref name="after"/> that the IFD uses, by known and unknown tags; else the end of the file.</summary>
    private static async Task<long> NextStructureAsync(TiffFile file, IfdEntries ifd, long after, CancellationToken cancellation)
    {
        var header = file.Header;
        var next = ifd.Offset >= after ? ifd.Offset : file.Source.Length;
        var bytes = new byte[ifd.Length];
        await file.Source.ReadAtAsync(ifd.Offset, bytes, cancellation);
        for (var at = header.CountWidth; at + header.EntryWidth <= bytes.Length; at += header.EntryWidth)
        {
            var reader = new TiffReader(bytes.AsSpan(at), header.BigEndian);
            var width = (ulong)((TiffFieldType)reader.UInt16(2)).Width();
            var isElsewhere = width > 0 && reader.Unsigned(4, header.OffsetWidth) > (ulong)header.OffsetWidth / width;
            if (isElsewhere && reader.Unsigned(4 + header.OffsetWidth, header.OffsetWidth) is var value && value >= (ulong)after && value < (ulong)next)
                next = (long)value;
        }
        return next;
    }

    /// <summary>Whether the IFD, or a value it points to, is stored where the pixels would be.</summary>
    private static bool HoldsAnythingOf(IfdEntries ifd, long start, Int128 end)
    {
        foreach (var tag in Enum.GetValues<TiffTag>())
            if (ifd[tag] is { } entry && entry.ValueAt >= start && entry.ValueAt < end)
                return true;
        return ifd.Offset >= start && ifd.Offset < end;
    }

    private static bool HoldsAnIfd(TiffFile file, long start, Int128 end)
    {
        for (var ifd = 0; ifd < file.Ifds.Count; ifd++)
            if (file.Ifds[ifd].Offset >= start && file.Ifds[ifd].Offset < end)
                return true;
        return false;
    }

    /// <summary>Where the strips of an IFD begin; null if they are not end to end.</summary>
    private static async Task<long?> FirstStripAsync(TiffFile file, IfdRecord ifd, IfdLayout layout, CancellationToken cancellation)
    {
        var ranges = ArrayPool<ByteRange>.Shared.Rent(StripsAtATime);
        try
        {
            var (start, next) = ((long?)null, (Int128)0);
            for (long strip = 0; strip < layout.SegmentCount; strip += StripsAtATime)
            {
                var count = (int)Math.Min(StripsAtATime, layout.SegmentCount - strip);
                await file.Segments.ReadAsync(ifd, layout, strip, ranges.AsMemory(0, count), cancellation);
                for (var i = 0; i < count; i++)
                {
                    start ??= ranges[i].Offset;
                    if (ranges[i].IsMissing || ranges[i].IsFaulty || (next != 0 && ranges[i].Offset != next))
                        return null;
                    next = ranges[i].Offset + ((Int128)layout.RowsOfSegment((int)((strip + i) % layout.SegmentsDown)) * layout.SegmentRowBytes);
                }
            }
            return start;
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }
}
