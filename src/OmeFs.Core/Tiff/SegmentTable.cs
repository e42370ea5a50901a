using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>
/// Looks up where segments are stored, in the tables of the file: nothing is loaded beforehand, nothing is kept. Byte counts are checked
/// against the geometry (<see cref="SegmentLengths"/>). Offsets that wrapped at 4 GiB are corrected (<see cref="OffsetWraps"/>).
/// </summary>
internal sealed class SegmentTable(IByteSource source, bool bigEndian)
{
    /// <summary>The ranges of <c>ranges.Length</c> segments from <paramref name="first"/> on.</summary>
    /// <param name="layout">The layout of this IFD.</param>
    public async ValueTask ReadAsync(IfdRecord ifd, IfdLayout layout, long first, Memory<ByteRange> ranges, CancellationToken cancellation)
    {
        var scratch = ScratchBytes.Rent(ranges.Length * sizeof(ulong));
        try
        {
            var offsets = scratch.AsMemory(0, Within(layout.OffsetCount, first, ranges.Length) * ifd.OffsetWidth);
            if (offsets.Length > 0)
                await source.ReadAtAsync(ifd.OffsetsAt + (first * ifd.OffsetWidth), offsets, cancellation);
            TakeOffsets(offsets.Span, ifd.OffsetWidth, ranges.Span);
            var counts = scratch.AsMemory(0, ifd.CountsAt < 0 ? 0 : Within(layout.CountCount, first, ranges.Length) * ifd.CountWidth);
            if (counts.Length > 0)
                await source.ReadAtAsync(ifd.CountsAt + (first * ifd.CountWidth), counts, cancellation);
            if (ifd.Wraps != default && ranges.Length > 0)
            {
                var firstOffset = ifd.Wraps.Inside && first > 0 ? await OffsetAsync(ifd, 0, cancellation) : ranges.Span[0].Offset;
                Unwrap(ranges.Span, ifd.Wraps, firstOffset);
            }
            if (TakeCounts(counts.Span, ifd.CountWidth, layout, first, ranges.Span))
                await JudgeShortAsync(ifd, layout, first, ranges, cancellation);
        }
        finally
        {
            ScratchBytes.Return(scratch);
        }
    }

    /// <summary>One offset as stored in the file.</summary>
    public async ValueTask<long> OffsetAsync(IfdRecord ifd, long segment, CancellationToken cancellation)
    {
        var bytes = new byte[ifd.OffsetWidth];
        await source.ReadAtAsync(ifd.OffsetsAt + (segment * ifd.OffsetWidth), bytes, cancellation);
        return Clamp(new TiffReader(bytes, bigEndian).Unsigned(0, ifd.OffsetWidth));
    }

    /// <summary>How many of <paramref name="count"/> segments from <paramref name="first"/> on have an entry in a table.</summary>
    private static int Within(long entries, long first, int count) => (int)Math.Clamp(entries - first, 0, count);

    private void TakeOffsets(ReadOnlySpan<byte> bytes, int width, Span<ByteRange> ranges)
    {
        var reader = new TiffReader(bytes, bigEndian);
        for (var i = 0; i < ranges.Length; i++)
            ranges[i] = i * width < bytes.Length
                ? new ByteRange(Clamp(reader.Unsigned(i * width, width)), long.MaxValue)
                : new ByteRange(long.MaxValue, long.MaxValue, RangeState.NotInTable);
    }

    private static void Unwrap(Span<ByteRange> ranges, OffsetWraps wraps, long firstOffset)
    {
        foreach (ref var range in ranges)
            if (range is { Offset: not 0, IsFaulty: false })
                range = range with { Offset = wraps.Apply(range.Offset, firstOffset) };
    }

    /// <summary>Reads byte counts into the ranges. Returns whether the count of any segment is too small.</summary>
    private bool TakeCounts(ReadOnlySpan<byte> bytes, int width, in IfdLayout layout, long first, Span<ByteRange> ranges)
    {
        var reader = new TiffReader(bytes, bigEndian);
        var anyShort = false;
        for (var i = 0; i < ranges.Length; i++)
        {
            if (ranges[i].IsFaulty)
                continue;
            if (ranges[i].Offset == 0)
            {
                ranges[i] = default;
                continue;
            }
            var count = i * width < bytes.Length ? Clamp(reader.Unsigned(i * width, width)) : SegmentLengths.NoCount;
            ranges[i] = SegmentLengths.Of(layout, first + i, ranges[i].Offset, count, source.Length);
            anyShort |= ranges[i].State == RangeState.TooShort;
        }
        return anyShort;
    }

    /// <summary>
    /// Decides about byte counts that are too small. If nothing else begins where the pixels would be, the count is wrong. If another segment or
    /// the IFD begins there, the segment is cut short, and the bytes behind it are not its own.
    /// </summary>
    private async ValueTask JudgeShortAsync(IfdRecord ifd, IfdLayout layout, long first, Memory<ByteRange> ranges, CancellationToken cancellation)
    {
        for (var i = 0; i < ranges.Length; i++)
        {
            var range = ranges.Span[i];
            if (range.State != RangeState.TooShort)
                continue;
            var segment = first + i;
            var next = i + 1 < ranges.Length ? ranges.Span[i + 1].Offset
                : segment + 1 < layout.OffsetCount ? ifd.Wraps.Apply(await OffsetAsync(ifd, segment + 1, cancellation), 0)
                : 0;
            var isWhole = !IsWithin(range, next) && !IsWithin(range, ifd.Offset) && !IsWithin(range, ifd.OffsetsAt) && !IsWithin(range, ifd.CountsAt);
            if (isWhole)
                ranges.Span[i] = range with { State = RangeState.Known };
        }
    }

    private static bool IsWithin(ByteRange range, long offset) => offset > range.Offset && offset - range.Offset < range.Length;

    private static long Clamp(ulong value) => (long)Math.Min(value, long.MaxValue);
}
