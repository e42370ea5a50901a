using System.Buffers;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>Stored: one chunk is one segment, byte for byte as stored in the file.</summary>
/// <param name="fixedLength">Bytes of every chunk if nothing is compressed; null if the file's byte counts give them.</param>
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
            await level.At(ifd, layout, first.C, first.Y, first.X).RangesAsync(ranges.AsMemory(0, sizes.Length), cancellation);
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
            throw IChunkStore.NoSuchChunk(chunk);
        var segment = level.At(ifd, layout, chunk.C, chunk.Y, chunk.X);
        return await ReadAsync(chunk, segment, await segment.RangeAsync(cancellation), offset, buffer, cancellation);
    }

    /// <summary>Reads a chunk whose range is known.</summary>
    public async ValueTask<int> ReadAsync(
        ChunkIndex chunk, SegmentPlace segment, ByteRange range, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (range.IsMissing)
            throw IChunkStore.NoSuchChunk(chunk);
        var length = LengthOf(segment, range);
        if (offset >= length)
            return 0;
        var count = (int)Math.Min(buffer.Length, length - offset);
        await segment.Ifd.File.Source.ReadAtAsync(range.Offset + offset, buffer[..count], cancellation);
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
            var segment = level.At(ifd, layout, first.C, first.Y, first.X);
            await segment.RangesAsync(ranges.AsMemory(0, places.Length), cancellation);
            for (var i = 0; i < places.Length; i++)
                places.Span[i] = PlaceOf(segment.Next(i), ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    public long SizeOf(ByteRange range) => range.IsMissing ? IChunkStore.Missing : fixedLength ?? range.Length;

    public ChunkPlace PlaceOf(in SegmentPlace segment, ByteRange range) => range.IsMissing
        ? ChunkPlace.Missing
        : segment.Place(range.Offset, LengthOf(segment, range));

    /// <summary>Bytes of the chunk's file.</summary>
    private long LengthOf(in SegmentPlace segment, ByteRange range)
    {
        segment.Expect(range);
        return range.State == RangeState.Known
            ? fixedLength ?? range.Length
            : throw segment.Corrupt("its byte count is missing or wrong, so its end is not known");
    }
}
