using System.Buffers;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Strips whose last one is short, where Zarr wants whole chunks: all others are <see cref="StoredSegments"/>, the last one of each plane is
/// decoded, filled up, and shown in the <see cref="ILiteralForm"/> of its compression, whose length is known beforehand. A predictor is left as
/// it is: it goes row by row, and rows of noughts stay noughts.
/// </summary>
internal sealed class ShortLastStrip(
    StoredSegments others, LevelSegments level, LevelCodecs codecs, IfdLayout layout, ILiteralForm form, FillValue fill, SegmentCache cache) : IStoredPlaces
{
    private readonly int _last = layout.Down - 1;
    private readonly long _stripBytes = layout.SegmentLength * layout.SegmentRowBytes;

    private long LastBytes => layout.RowsOfSegment(_last) * layout.SegmentRowBytes;

    public async ValueTask SizesAsync(Extent5 first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        await others.SizesAsync(first, sizes, cancellation);
        if (first.Y == _last && sizes.Length > 0 && sizes.Span[0] != IChunkStore.Missing)
            sizes.Span[0] = form.LengthOf(_stripBytes);
    }

    public async ValueTask<int> ReadAsync(Extent5 chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (chunk.Y != _last)
            return await others.ReadAsync(chunk, offset, buffer, cancellation);
        if (!level.TryFind(chunk.T, chunk.C * layout.SamplesPerSegment, chunk.Z, out var ifd))
            throw LevelSegments.NoSuchChunk(chunk);
        var segment = level.IndexOf(ifd, layout, chunk.C, chunk.Y, 0);
        var stream = await cache.GetAsync(new SegmentKey(this, ifd.File, ifd.Record.Offset, segment), () => MakeAsync(ifd, chunk, segment));
        if (offset >= stream.Length)
            return 0;
        var count = Math.Min(buffer.Length, stream.Length - (int)offset);
        stream.AsSpan((int)offset, count).CopyTo(buffer.Span);
        return count;
    }

    public async ValueTask PlacesAsync(Extent5 first, Memory<ChunkPlace> places, CancellationToken cancellation = default)
    {
        if (first.Y != _last || places.Length == 0)
        {
            await others.PlacesAsync(first, places, cancellation);
            return;
        }
        var there = level.TryFind(first.T, first.C * layout.SamplesPerSegment, first.Z, out var ifd);
        var segment = there ? level.IndexOf(ifd, layout, first.C, first.Y, 0) : 0;
        var range = there ? await RangeAsync(ifd, segment, cancellation) : default;
        if (!range.IsMissing)
            _ = LevelSegments.Place(ifd, layout, segment, range.Offset, range.Length); // throws where it passes the end
        places.Span[0] = range.IsMissing ? ChunkPlace.Missing : ChunkPlace.Made(form.LengthOf(_stripBytes));
    }

    /// <summary>Where the last strip lies; of an uncompressed one the rows that it has, whatever its byte count, which files may leave away.</summary>
    private async ValueTask<ByteRange> RangeAsync(PlaneIfd ifd, long segment, CancellationToken cancellation)
    {
        var range = await LevelSegments.RangeAsync(ifd, segment, cancellation);
        return layout.Compression == Compression.None ? range with { Length = Math.Min(range.Length, LastBytes) } : range;
    }

    private async Task<byte[]> MakeAsync(PlaneIfd ifd, Extent5 chunk, long segment)
    {
        var range = await RangeAsync(ifd, segment, CancellationToken.None);
        if (range.IsMissing)
            throw LevelSegments.NoSuchChunk(chunk);
        if (range.Length > Math.Min(ifd.File.Source.Length, TiffLimits.MaxSegmentBytes))
            throw LevelSegments.Corrupt(ifd, layout, segment, $"its byte count is {range.Length}, but the file has {ifd.File.Source.Length} bytes");
        var codec = (await codecs.ForAsync(ifd, layout, CancellationToken.None)).Codec;
        LevelSegments.CheckRatio(codec, ifd, layout, segment, ifd.File.Source.Length, _stripBytes);
        var encoded = new byte[range.Length];
        await ifd.File.Source.ReadAtAsync(range.Offset, encoded);
        return await Task.Run(() => Remake(codec, ifd, segment, encoded));
    }

    private byte[] Remake(ISegmentCodec codec, PlaneIfd ifd, long segment, byte[] encoded)
    {
        var rows = ArrayPool<byte>.Shared.Rent((int)_stripBytes);
        try
        {
            var expected = (int)LastBytes;
            LevelSegments.Decode(codec, ifd, layout, segment, encoded, rows.AsSpan(0, expected));
            fill.Fill(rows.AsSpan(expected, (int)_stripBytes - expected), expected);
            return form.Wrap(rows.AsSpan(0, (int)_stripBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rows);
        }
    }
}
