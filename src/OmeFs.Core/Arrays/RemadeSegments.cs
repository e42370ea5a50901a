using System.Buffers;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Segments of which most are chunks as they are (<see cref="StoredSegments"/>). Two kinds are decoded, and shown in the
/// <see cref="ILiteralForm"/> of their compression, whose length is known beforehand: the last strip of a plane if it has too few rows for a
/// whole chunk, which is filled up; and any segment of which the file does not say where it ends. A predictor is left as it is: it goes row by
/// row, and rows of zeros stay zeros.
/// </summary>
internal sealed class RemadeSegments(
    StoredSegments others, LevelSegments level, LevelCodecs codecs, IfdLayout layout, ILiteralForm form, FillValue fill, SegmentCache cache) : IStoredPlaces
{
    private readonly int _last = layout.LastIsShort ? layout.Down - 1 : -1;
    private readonly long _segmentBytes = layout.SegmentLength * layout.SegmentRowBytes;

    public async ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        if (!level.TryFind(first.T, first.C * layout.SamplesPerSegment, first.Z, out var ifd))
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
                sizes.Span[i] = ranges[i].IsMissing ? IChunkStore.Missing
                    : IsRemade(first.Y, ranges[i]) ? form.LengthOf(_segmentBytes)
                    : others.SizeOf(ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    public async ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!level.TryFind(chunk.T, chunk.C * layout.SamplesPerSegment, chunk.Z, out var ifd))
            throw LevelSegments.NoSuchChunk(chunk);
        var segment = level.IndexOf(ifd, layout, chunk.C, chunk.Y, chunk.X);
        var range = await LevelSegments.RangeAsync(ifd, segment, cancellation);
        if (!IsRemade(chunk.Y, range))
            return await others.ReadAsync(chunk, ifd, segment, range, offset, buffer, cancellation);
        var stream = await cache.GetAsync(new SegmentKey(this, ifd.File, ifd.Record.Offset, segment), () => MakeAsync(ifd, chunk, segment, range));
        if (offset >= stream.Length)
            return 0;
        var count = Math.Min(buffer.Length, stream.Length - (int)offset);
        stream.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return count;
    }

    public async ValueTask PlacesAsync(ChunkIndex first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
    {
        if (!level.TryFind(first.T, first.C * layout.SamplesPerSegment, first.Z, out var ifd))
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
                places.Span[i] = PlaceOf(ifd, first.Y, index + i, ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    private ChunkPlace PlaceOf(in PlaneIfd ifd, int down, long segment, ByteRange range)
    {
        if (range.IsMissing || !IsRemade(down, range))
            return others.PlaceOf(ifd, segment, range);
        LevelSegments.Expect(ifd, layout, segment, range);
        if (range.State == RangeState.Cut)
            throw LevelSegments.Corrupt(ifd, layout, segment, $"its byte count is too large: the file ends at {ifd.File.Source.Length}");
        _ = LevelSegments.Place(ifd, layout, segment, range.Offset, range.Length); // throws where it passes the end
        return ChunkPlace.Made(form.LengthOf(_segmentBytes));
    }

    /// <summary>Whether a segment cannot be a chunk as it is.</summary>
    private bool IsRemade(int down, ByteRange range) => !range.IsMissing && (down == _last || range.State != RangeState.Known);

    private async Task<byte[]> MakeAsync(PlaneIfd ifd, ChunkIndex chunk, long segment, ByteRange range)
    {
        LevelSegments.Expect(ifd, layout, segment, range);
        if (range.Length > Math.Min(ifd.File.Source.Length, TiffLimits.MaxSegmentBytes))
            throw LevelSegments.Corrupt(ifd, layout, segment, $"its byte count is {range.Length}, but the file has {ifd.File.Source.Length} bytes");
        var codec = (await codecs.ForAsync(ifd, layout, CancellationToken.None)).Codec;
        LevelSegments.CheckRatio(codec, ifd, layout, segment, ifd.File.Source.Length, _segmentBytes);
        var encoded = new byte[range.Length];
        await ifd.File.Source.ReadAtAsync(range.Offset, encoded);
        return await Task.Run(() => Remake(codec, ifd, chunk.Y, segment, encoded));
    }

    private byte[] Remake(ISegmentCodec codec, PlaneIfd ifd, int down, long segment, byte[] encoded)
    {
        var rows = ScratchBytes.Rent((int)_segmentBytes);
        try
        {
            var expected = (int)(layout.RowsOfSegment(down) * layout.SegmentRowBytes);
            LevelSegments.Decode(codec, ifd, layout, segment, encoded, rows.AsSpan(0, expected));
            fill.Fill(rows.AsSpan(expected, (int)_segmentBytes - expected), expected);
            return form.Wrap(rows.AsSpan(0, (int)_segmentBytes));
        }
        finally
        {
            ScratchBytes.Return(rows);
        }
    }
}
