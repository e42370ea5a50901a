using System.Buffers;
using OmeFs.Core.Series;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Stored: each chunk is a band of rows of uncompressed strips: many short strips, or part of a long one. Strips that are stored end to end
/// are read as one range. Rows below the image, and absent strips, get the fill value.
/// </summary>
/// <param name="bandRows">Rows of one chunk: a multiple of RowsPerStrip, or any number if one strip is cut.</param>
internal sealed class StripBandStore(LevelSegments level, IfdLayout layout, int bandRows, FillValue fill) : IStoredPlaces
{
    private readonly long _rowBytes = layout.SegmentRowBytes;

    private long ChunkBytes => bandRows * _rowBytes;

    public async ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = await IsThereAsync(first with { X = first.X + i }, cancellation) ? ChunkBytes : IChunkStore.Missing;
            sizes.Span[i] = size;
        }
    }

    public async ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!level.TryFind(chunk.T, chunk.C, chunk.Z, out var ifd))
            throw IChunkStore.NoSuchChunk(chunk);
        if (offset >= ChunkBytes)
            return 0;
        var count = (int)Math.Min(buffer.Length, ChunkBytes - offset);
        var start = ((long)chunk.Y * ChunkBytes) + offset;
        var inImage = (int)Math.Clamp((layout.Length * _rowBytes) - start, 0, count);
        if (inImage > 0)
            await ReadRowsAsync(ifd, chunk.C, start, buffer[..inImage], cancellation);
        fill.Fill(buffer.Span[inImage..count], offset + inImage);
        return count;
    }

    public async ValueTask PlacesAsync(ChunkIndex first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var place = await PlaceAsync(first with { X = first.X + i }, cancellation);
            places.Span[i] = place;
        }
    }

    private async ValueTask<ChunkPlace> PlaceAsync(ChunkIndex chunk, CancellationToken cancellation)
    {
        if (!level.TryFind(chunk.T, chunk.C, chunk.Z, out var ifd))
            return ChunkPlace.Missing;
        var stripBytes = layout.SegmentLength * _rowBytes;
        var start = chunk.Y * ChunkBytes;
        var inImage = Math.Min(ChunkBytes, (layout.Length * _rowBytes) - start);
        var firstStrip = start / stripBytes;
        var strips = (int)(((start + inImage - 1) / stripBytes) - firstStrip + 1);
        var ranges = ArrayPool<ByteRange>.Shared.Rent(strips);
        try
        {
            await level.At(ifd, layout, chunk.C, (int)firstStrip, 0).RangesAsync(ranges.AsMemory(0, strips), cancellation);
            var first = new SegmentPlace(ifd, layout, firstStrip);
            for (var i = 0; i < strips; i++)
                first.Next(i).Expect(ranges[i]);
            if (AllMissing(ranges.AsSpan(0, strips)))
                return ChunkPlace.Missing;
            return inImage == ChunkBytes && AreContiguous(ranges.AsSpan(0, strips), stripBytes)
                ? first.Place(ranges[0].Offset + (start % stripBytes), ChunkBytes)
                : ChunkPlace.Composed(ChunkBytes);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    private static bool AllMissing(ReadOnlySpan<ByteRange> strips)
    {
        foreach (var strip in strips)
            if (!strip.IsMissing)
                return false;
        return true;
    }

    private static bool AreContiguous(ReadOnlySpan<ByteRange> strips, long stripBytes)
    {
        for (var i = 0; i < strips.Length; i++)
            if (strips[i].IsMissing || strips[i].Offset - strips[0].Offset != i * stripBytes)
                return false;
        return true;
    }

    /// <param name="start">Where to begin, in bytes from the plane's first row.</param>
    private async ValueTask ReadRowsAsync(PlaneIfd ifd, int c, long start, Memory<byte> buffer, CancellationToken cancellation)
    {
        var stripBytes = layout.SegmentLength * _rowBytes;
        var firstStrip = start / stripBytes;
        var strips = (int)(((start + buffer.Length - 1) / stripBytes) - firstStrip + 1);
        var ranges = ArrayPool<ByteRange>.Shared.Rent(strips);
        try
        {
            await level.At(ifd, layout, c, (int)firstStrip, 0).RangesAsync(ranges.AsMemory(0, strips), cancellation);
            var first = new SegmentPlace(ifd, layout, firstStrip);
            var (at, runAt, runOffset) = (0, 0, -1L);
            for (var i = 0; i < strips; i++)
            {
                var within = i == 0 ? start % stripBytes : 0;
                var length = (int)Math.Min(stripBytes - within, buffer.Length - at);
                first.Next(i).Expect(ranges[i]);
                var offset = ranges[i].IsMissing ? -1 : ranges[i].Offset + within;
                if (offset < 0 || offset != runOffset + (at - runAt))
                {
                    await FlushAsync(ifd.File.Source, runOffset, buffer[runAt..at], start + runAt, cancellation);
                    (runAt, runOffset) = (at, offset);
                }
                at += length;
            }
            await FlushAsync(ifd.File.Source, runOffset, buffer[runAt..at], start + runAt, cancellation);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    /// <param name="offset">The run's offset in the file, in bytes; -1 if the file does not have it.</param>
    /// <param name="at">The run's offset in the plane, in bytes; a whole number of samples.</param>
    private ValueTask FlushAsync(IByteSource source, long offset, Memory<byte> run, long at, CancellationToken cancellation)
    {
        if (offset >= 0 && run.Length > 0)
            return source.ReadAtAsync(offset, run, cancellation);
        fill.Fill(run.Span, at);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the file has any strip of a band.</summary>
    private async ValueTask<bool> IsThereAsync(ChunkIndex chunk, CancellationToken cancellation)
    {
        if (!level.TryFind(chunk.T, chunk.C, chunk.Z, out var ifd))
            return false;
        var firstRow = (long)chunk.Y * bandRows;
        var firstStrip = (int)(firstRow / layout.SegmentLength);
        var lastStrip = (int)((Math.Min(firstRow + bandRows, layout.Length) - 1) / layout.SegmentLength);
        var strips = lastStrip - firstStrip + 1;
        var ranges = ArrayPool<ByteRange>.Shared.Rent(strips);
        try
        {
            await level.At(ifd, layout, chunk.C, firstStrip, 0).RangesAsync(ranges.AsMemory(0, strips), cancellation);
            return !AllMissing(ranges.AsSpan(0, strips));
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }
}
