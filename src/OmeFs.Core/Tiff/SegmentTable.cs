using System.Buffers;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Tiff;

/// <summary>Looks up where segments lie, in the tables as they lie in the file: nothing is loaded beforehand, nothing is kept.</summary>
internal sealed class SegmentTable(IByteSource source, bool bigEndian)
{
    /// <summary>
    /// The ranges of <c>ranges.Length</c> segments from <paramref name="first"/> on. Where the file has no byte counts, lengths are
    /// <see cref="long.MaxValue"/> (or 0 where the offset is 0): the caller knows how long an uncompressed segment is.
    /// </summary>
    public async ValueTask ReadAsync(IfdRecord ifd, long first, Memory<ByteRange> ranges, CancellationToken cancellation)
    {
        var scratch = ArrayPool<byte>.Shared.Rent(ranges.Length * sizeof(ulong));
        try
        {
            var offsets = scratch.AsMemory(0, ranges.Length * ifd.OffsetWidth);
            await source.ReadAtAsync(ifd.OffsetsAt + (first * ifd.OffsetWidth), offsets, cancellation);
            TakeOffsets(offsets.Span, ifd.OffsetWidth, ranges.Span);
            if (ifd.CountsAt < 0)
                return;
            var counts = scratch.AsMemory(0, ranges.Length * ifd.CountWidth);
            await source.ReadAtAsync(ifd.CountsAt + (first * ifd.CountWidth), counts, cancellation);
            TakeCounts(counts.Span, ifd.CountWidth, ranges.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private void TakeOffsets(ReadOnlySpan<byte> bytes, int width, Span<ByteRange> ranges)
    {
        var reader = new TiffReader(bytes, bigEndian);
        for (var i = 0; i < ranges.Length; i++)
            ranges[i] = new ByteRange(Clamp(reader.Unsigned(i * width, width)), long.MaxValue);
    }

    private void TakeCounts(ReadOnlySpan<byte> bytes, int width, Span<ByteRange> ranges)
    {
        var reader = new TiffReader(bytes, bigEndian);
        for (var i = 0; i < ranges.Length; i++)
            ranges[i] = ranges[i] with { Length = Clamp(reader.Unsigned(i * width, width)) };
    }

    private static long Clamp(ulong value) => (long)Math.Min(value, long.MaxValue);
}
