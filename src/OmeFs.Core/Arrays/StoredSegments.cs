using System.Buffers;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>Stored: one chunk is one segment, as it lies in the file.</summary>
/// <param name="fixedLength">Bytes of every chunk where nothing is compressed; null where the byte counts of the file say it.</param>
internal sealed class StoredSegments(LevelSegments level, IfdLayout layout, long? fixedLength) : IStoredPlaces
{
    private readonly int _samples = layout.SamplesPerSegment;

    public async ValueTask SizesAsync(Extent5 first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        if (!level.TryFind(first.T, first.C * _samples, first.Z, out var ifd))
        {
            sizes.Span.Fill(IChunkStore.Missing);
            return;
        }
        var ranges = ArrayPool<ByteRange>.Shared.Rent(sizes.Length);
        try
        {
            var index = level.IndexOf(ifd, layout, first.C, first.Y, first.X);
            await LevelSegments.RangesAsync(ifd, index, ranges.AsMemory(0, sizes.Length), cancellation);
            for (var i = 0; i < sizes.Length; i++)
                sizes.Span[i] = ranges[i].IsMissing ? IChunkStore.Missing : fixedLength ?? ranges[i].Length;
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    public async ValueTask<int> ReadAsync(Extent5 chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!level.TryFind(chunk.T, chunk.C * _samples, chunk.Z, out var ifd))
            throw LevelSegments.NoSuchChunk(chunk);
        var index = level.IndexOf(ifd, layout, chunk.C, chunk.Y, chunk.X);
        var range = await LevelSegments.RangeAsync(ifd, index, cancellation);
        if (range.IsMissing)
            throw LevelSegments.NoSuchChunk(chunk);
        var length = LengthOf(ifd, index, range);
        if (offset >= length)
            return 0;
        var count = (int)Math.Min(buffer.Length, length - offset);
        await ifd.File.Source.ReadAtAsync(range.Offset + offset, buffer[..count], cancellation);
        return count;
    }

    public async ValueTask PlacesAsync(Extent5 first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
    {
        if (!level.TryFind(first.T, first.C * _samples, first.Z, out var ifd))
        {
            places.Span.Fill(ChunkPlace.Missing);
            return;
        }
        var ranges = ArrayPool<ByteRange>.Shared.Rent(places.Length);
        try
        {
            var index = level.IndexOf(ifd, layout, first.C, first.Y, first.X);
            await LevelSegments.RangesAsync(ifd, index, ranges.AsMemory(0, places.Length), cancellation);
            for (var i = 0; i < places.Length; i++)
                places.Span[i] = ranges[i].IsMissing
                    ? ChunkPlace.Missing
                    : LevelSegments.Place(ifd, layout, index + i, ranges[i].Offset, LengthOf(ifd, index + i, ranges[i]));
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    /// <summary>Of the chunk's file.</summary>
    private long LengthOf(in PlaneIfd ifd, long segment, ByteRange range)
    {
        var length = fixedLength ?? range.Length;
        return range.Length >= length
            ? length
            : throw LevelSegments.Corrupt(ifd, layout, segment, $"{length} bytes expected, but its byte count is {range.Length}");
    }
}
