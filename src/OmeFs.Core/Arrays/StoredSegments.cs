using System.Buffers;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>Stored: one chunk is one segment, as the file has it.</summary>
/// <param name="fixedLength">Bytes of every chunk if nothing is compressed; null if the byte counts of the file say it.</param>
internal sealed class StoredSegments(LevelSegments level, IfdLayout layout, long? fixedLength) : IStoredPlaces
{
    private readonly int _samples = layout.SamplesPerSegment;

    public async ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
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
                sizes.Span[i] = SizeOf(ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    public async ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!level.TryFind(chunk.T, chunk.C * _samples, chunk.Z, out var ifd))
            throw LevelSegments.NoSuchChunk(chunk);
        var index = level.IndexOf(ifd, layout, chunk.C, chunk.Y, chunk.X);
        return await ReadAsync(chunk, ifd, index, await LevelSegments.RangeAsync(ifd, index, cancellation), offset, buffer, cancellation);
    }

    /// <summary>The same of a chunk whose range is known.</summary>
    public async ValueTask<int> ReadAsync(
        ChunkIndex chunk, PlaneIfd ifd, long index, ByteRange range, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (range.IsMissing)
            throw LevelSegments.NoSuchChunk(chunk);
        var length = LengthOf(ifd, index, range);
        if (offset >= length)
            return 0;
        var count = (int)Math.Min(buffer.Length, length - offset);
        await ifd.File.Source.ReadAtAsync(range.Offset + offset, buffer[..count], cancellation);
        return count;
    }

    public async ValueTask PlacesAsync(ChunkIndex first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
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
                places.Span[i] = PlaceOf(ifd, index + i, ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    public long SizeOf(ByteRange range) => range.IsMissing ? IChunkStore.Missing : fixedLength ?? range.Length;

    public ChunkPlace PlaceOf(in PlaneIfd ifd, long segment, ByteRange range) => range.IsMissing
        ? ChunkPlace.Missing
        : LevelSegments.Place(ifd, layout, segment, range.Offset, LengthOf(ifd, segment, range));

    /// <summary>Of the chunk's file.</summary>
    private long LengthOf(in PlaneIfd ifd, long segment, ByteRange range)
    {
        LevelSegments.Expect(ifd, layout, segment, range);
        return range.State == RangeState.Known
            ? fixedLength ?? range.Length
            : throw LevelSegments.Corrupt(ifd, layout, segment, "its byte count is missing or wrong: where it ends is not known");
    }
}
