using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>
/// Corrects the offsets of classic TIFFs beyond 4 GiB. Offsets have 32 bits there, and some writers silently drop the higher bits. LSM files are
/// known to wrap, and the order of their pixels is known. In other files it must be certain that offsets wrapped, and how often.
/// </summary>
internal sealed class WrappedOffsets(IByteSource source, TiffHeader header, IfdTable ifds, IfdTable subIfds)
{
    private const long Lost = 1L << 32;

    /// <summary>Bytes that may be between the segments of an IFD: padding, and a table. Arbitrary.</summary>
    private const long MostBetween = 1 << 20;

    private readonly SegmentTable _segments = new(source, header.BigEndian);

    /// <summary>Corrects the offsets of all IFDs. For a classic TIFF beyond 4 GiB, reads the ends of their tables; else reads nothing.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: offsets wrapped, but it is not certain how.</exception>
    public async ValueTask UnwrapAsync(LsmInfo? lsm, CancellationToken cancellation)
    {
        if (header.BigTiff || source.Length <= Lost)
            return;
        var places = new List<Place>();
        foreach (var (table, row) in lsm is null ? InChain() : await OfLsmAsync(lsm, cancellation))
            if (await PlaceAsync(table, row, cancellation) is { } place)
                places.Add(place);
        if (lsm is null && IsInOrder(places))
            return;
        if (lsm is null && await BytesAsync(places, cancellation) <= Lost)
            throw Uncertain("run back");
        Unwrap(places);
    }

    /// <summary>Whether the pixels of each IFD are behind those of the previous one. Then nothing indicates a wrap.</summary>
    private static bool IsInOrder(List<Place> places)
    {
        var end = 0L;
        foreach (var place in places)
        {
            if (place.First < end || place.Last < place.First)
                return false;
            end = place.Last + place.LastBytes;
        }
        return true;
    }

    /// <summary>Adds as few wraps as are needed for each IFD to begin behind the previous one.</summary>
    private void Unwrap(List<Place> places)
    {
        var (wraps, previous, end) = (0, 0L, 0L);
        foreach (var place in places)
        {
            wraps += place.First < previous ? 1 : 0;
            var inside = place.Last < place.First;
            if (wraps > 0 || inside)
                place.Table.Set(place.Row, place.Table[place.Row] with { Wraps = new OffsetWraps((ushort)Math.Min(wraps, ushort.MaxValue), inside) });
            wraps += inside ? 1 : 0;
            previous = place.Last;
            end = Math.Max(end, place.Last + (wraps * Lost) + (place.LastBytes == long.MaxValue ? 0 : place.LastBytes));
        }
        if (end > source.Length)
            throw Uncertain($"lead to offset {end}, past the end of the file, once they are put in order");
    }

    private OmeFsException Uncertain(string what) => new(
        FaultKind.Unsupported,
        $"{source.Name}: a classic TIFF of {source.Length} bytes: its offsets have 32 bits, enough for 4 GiB, and {what}. They have wrapped, and where "
        + "the pixels are is not certain. Save it as BigTIFF or OME-TIFF with the program that wrote it");

    private IEnumerable<(IfdTable Table, int Row)> InChain()
    {
        for (var row = 0; row < ifds.Count; row++)
        {
            yield return (ifds, row);
            for (var sub = 0; sub < ifds[row].SubCount; sub++)
                yield return (subIfds, ifds[row].FirstSub + sub);
        }
    }

    /// <summary>IFDs in the order in which an LSM stores pixels: time points come before positions. An IFD may come after its thumbnail.</summary>
    private async ValueTask<IEnumerable<(IfdTable Table, int Row)>> OfLsmAsync(LsmInfo lsm, CancellationToken cancellation)
    {
        var thumbnails = ifds.Count > 1 && ifds.LayoutOf(1).Reduced && ifds[0].OffsetsAt >= 0 && ifds[1].OffsetsAt >= 0;
        var perPlane = thumbnails ? 2 : 1;
        var thumbnailFirst = thumbnails && await _segments.OffsetAsync(ifds[1], 0, cancellation) < await _segments.OffsetAsync(ifds[0], 0, cancellation);
        var blocks = (long)lsm.Positions * lsm.SizeT;
        var (positions, times) = blocks > 1 && ifds.Count % (perPlane * blocks) == 0 ? (lsm.Positions, lsm.SizeT) : (1, 1);
        return Rows(positions, times, ifds.Count / positions / times, perPlane, thumbnailFirst);
    }

    private IEnumerable<(IfdTable Table, int Row)> Rows(int positions, int times, int perBlock, int perPlane, bool thumbnailFirst)
    {
        for (var time = 0; time < times; time++)
            for (var position = 0; position < positions; position++)
                for (var i = 0; i < perBlock; i++)
                {
                    var inPair = thumbnailFirst && perPlane == 2 && (i | 1) < perBlock ? i ^ 1 : i;
                    yield return (ifds, (((position * times) + time) * perBlock) + inPair);
                }
    }

    /// <summary>Null if an IFD has no pixels.</summary>
    private async ValueTask<Place?> PlaceAsync(IfdTable table, int row, CancellationToken cancellation)
    {
        var (ifd, layout) = (table[row], table.LayoutOf(row));
        if (!layout.HasSegments || layout.OffsetCount < layout.SegmentCount || layout.OffsetCount == 0)
            return null;
        var first = await _segments.OffsetAsync(ifd, 0, cancellation);
        var one = new ByteRange[1];
        await _segments.ReadAsync(ifd, layout, layout.OffsetCount - 1, one, cancellation);
        return first == 0 || one[0].IsMissing ? null : new Place(table, row, first, one[0].Offset, one[0].State == RangeState.Estimated ? 0 : one[0].Length);
    }

    /// <summary>Stored bytes of all pixels. If they are more than 4 GiB, the stored offsets cannot all be right.</summary>
    private async ValueTask<Int128> BytesAsync(List<Place> places, CancellationToken cancellation)
    {
        var all = (Int128)0;
        foreach (var place in places.DistinctBy(place => place.First))
        {
            var bytes = await BytesAsync(place, cancellation);
            var extent = place.Last + place.LastBytes - place.First + (place.Last < place.First ? Lost : 0);
            if (extent < bytes || extent > bytes + MostBetween)
                throw Uncertain("are in no order");
            all += bytes;
        }
        return all;
    }

    private async ValueTask<Int128> BytesAsync(Place place, CancellationToken cancellation)
    {
        const int most = 4096;
        var (ifd, layout, bytes) = (place.Table[place.Row], place.Table.LayoutOf(place.Row), (Int128)0);
        var ranges = new ByteRange[(int)Math.Min(most, layout.SegmentCount)];
        for (long segment = 0; segment < layout.SegmentCount; segment += ranges.Length)
        {
            var some = ranges.AsMemory(0, (int)Math.Min(ranges.Length, layout.SegmentCount - segment));
            await _segments.ReadAsync(ifd, layout, segment, some, cancellation);
            foreach (var range in some.Span)
                bytes += range.IsMissing || range.State == RangeState.Estimated ? 0 : range.Length;
        }
        return bytes;
    }

    /// <param name="First">Offset of the first segment as stored in the file.</param>
    /// <param name="Last">Offset of the last segment as stored in the file.</param>
    private sealed record Place(IfdTable Table, int Row, long First, long Last, long LastBytes);
}
