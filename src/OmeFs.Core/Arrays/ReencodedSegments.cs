using System.Buffers;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Literal;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Chunks that are segments, most of them unchanged (<see cref="StoredSegments"/>). Two kinds are decoded and re-encoded in the
/// <see cref="IStoredEncoder"/> of their compression, whose length is known beforehand. First, a plane's last strip if it has too few rows
/// for a whole chunk: it is padded. Second, a segment whose end the file does not give. The predictor is not undone: it works row by row,
/// and zero rows stay zero.
/// </summary>
internal sealed class ReencodedSegments(StoredSegments others, SegmentedLevel level, IStoredEncoder encoder, FillValue fill) : IStoredPlaces
{
    private readonly LevelSegments _segments = level.Segments;
    private readonly IfdLayout _layout = level.Layout;
    private readonly int _last = level.Layout.LastIsShort ? level.Layout.SegmentsDown - 1 : -1;
    private readonly long _segmentBytes = level.Layout.SegmentLength * level.Layout.SegmentRowBytes;

    public async ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        if (!_segments.TryFind(first.T, first.C * _layout.SamplesPerSegment, first.Z, out var ifd))
        {
            sizes.Span.Fill(IChunkStore.Missing);
            return;
        }
        var ranges = ArrayPool<ByteRange>.Shared.Rent(sizes.Length);
        try
        {
            await _segments.At(ifd, _layout, first.C, first.Y, first.X).RangesAsync(ranges.AsMemory(0, sizes.Length), cancellation);
            for (var i = 0; i < sizes.Length; i++)
                sizes.Span[i] = ranges[i].IsMissing ? IChunkStore.Missing
                    : IsReencoded(first.Y, ranges[i]) ? encoder.LengthOf(_segmentBytes)
                    : others.SizeOf(ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    public async ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!_segments.TryFind(chunk.T, chunk.C * _layout.SamplesPerSegment, chunk.Z, out var ifd))
            throw IChunkStore.NoSuchChunk(chunk);
        var segment = _segments.At(ifd, _layout, chunk.C, chunk.Y, chunk.X);
        var range = await segment.RangeAsync(cancellation);
        if (!IsReencoded(chunk.Y, range))
            return await others.ReadAsync(chunk, segment, range, offset, buffer, cancellation);
        var stream = await level.Cache.GetAsync(new SegmentKey(this, ifd.File, ifd.Record.Offset, segment.Number), () => ReencodeAsync(segment, chunk.Y, range));
        if (offset >= stream.Length)
            return 0;
        var count = Math.Min(buffer.Length, stream.Length - (int)offset);
        stream.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return count;
    }

    public async ValueTask PlacesAsync(ChunkIndex first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
    {
        if (!_segments.TryFind(first.T, first.C * _layout.SamplesPerSegment, first.Z, out var ifd))
        {
            places.Span.Fill(ChunkPlace.Missing);
            return;
        }
        var ranges = ArrayPool<ByteRange>.Shared.Rent(places.Length);
        try
        {
            var segment = _segments.At(ifd, _layout, first.C, first.Y, first.X);
            await segment.RangesAsync(ranges.AsMemory(0, places.Length), cancellation);
            for (var i = 0; i < places.Length; i++)
                places.Span[i] = PlaceOf(segment.Next(i), first.Y, ranges[i]);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    private ChunkPlace PlaceOf(in SegmentPlace segment, int down, ByteRange range)
    {
        if (range.IsMissing || !IsReencoded(down, range))
            return others.PlaceOf(segment, range);
        segment.Expect(range);
        if (range.State == RangeState.Cut)
            throw segment.Corrupt($"its byte count is too large: the file ends at {segment.Ifd.File.Source.Length}");
        _ = segment.Place(range.Offset, range.Length); // Throws if it passes the end of the file.
        return ChunkPlace.Composed(encoder.LengthOf(_segmentBytes));
    }

    /// <summary>Whether a segment must be decoded and re-encoded to be a chunk.</summary>
    private bool IsReencoded(int down, ByteRange range) => !range.IsMissing && (down == _last || range.State != RangeState.Known);

    private async Task<byte[]> ReencodeAsync(SegmentPlace segment, int down, ByteRange range)
    {
        var ifd = segment.Ifd;
        segment.Expect(range);
        if (range.Length > Math.Min(ifd.File.Source.Length, TiffLimits.MaxSegmentBytes))
            throw segment.Corrupt($"its byte count is {range.Length}, but the file has {ifd.File.Source.Length} bytes");
        var codec = (await level.Codecs.ForAsync(ifd, _layout, CancellationToken.None)).Codec;
        segment.CheckRatio(codec, ifd.File.Source.Length, _segmentBytes);
        var encoded = new byte[range.Length];
        await ifd.File.Source.ReadAtAsync(range.Offset, encoded);
        return await Task.Run(() => Reencode(codec, segment, down, encoded));
    }

    private byte[] Reencode(ISegmentCodec codec, in SegmentPlace segment, int down, byte[] encoded)
    {
        var rows = ScratchBytes.Rent((int)_segmentBytes);
        try
        {
            var expected = (int)(_layout.RowsOfSegment(down) * _layout.SegmentRowBytes);
            segment.Decode(codec, encoded, rows.AsSpan(0, expected));
            fill.Fill(rows.AsSpan(expected, (int)_segmentBytes - expected), expected);
            return encoder.Wrap(rows.AsSpan(0, (int)_segmentBytes));
        }
        finally
        {
            ScratchBytes.Return(rows);
        }
    }
}
