using System.Buffers;
using System.Runtime.InteropServices;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Assembled: the chunk's bytes are gathered from decoded segments of any layout: interleaved samples, packed bits, short strips, planes that
/// differ from each other. Every chunk is whole: samples outside the image have the fill value.
/// </summary>
/// <param name="chunk">Samples of one chunk; along c either 1 or all samples of a pixel.</param>
internal sealed class AssembledChunks(
    LevelSegments level, SegmentDecoder decoder, ArrayShape shape, ArrayShape chunk, int sampleBytes, FillValue fill, SegmentCache cache) : IChunkStore
{
    private readonly SegmentAssembler _whole = new(level, decoder, shape, chunk, sampleBytes, fill);

    private long ChunkBytes => (long)chunk.C * chunk.Y * chunk.X * sampleBytes;

    public async ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        if (!level.TryFind(first.T, first.C * chunk.C, first.Z, out var ifd))
            sizes.Span.Fill(IChunkStore.Missing);
        else if (ifd.Layout is var layout && layout.SegmentWidth == chunk.X && layout.SegmentLength == chunk.Y && layout.SamplesPerSegment == chunk.C)
            await SizesOfSegmentsAsync(ifd, layout, first, sizes, cancellation);
        else
            for (var i = 0; i < sizes.Length; i++)
            {
                var there = await IsThereAsync(ifd, layout, first with { X = first.X + i }, cancellation);
                sizes.Span[i] = there ? ChunkBytes : IChunkStore.Missing;
            }
    }

    public async ValueTask<int> ReadAsync(ChunkIndex at, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!level.TryFind(at.T, at.C * chunk.C, at.Z, out var ifd))
            throw IChunkStore.NoSuchChunk(at);
        if (offset >= ChunkBytes)
            return 0;
        var layout = ifd.Layout;
        var count = (int)Math.Min(buffer.Length, ChunkBytes - offset);
        return await (_whole.CoversWholeSegments(layout) ? ReadWholeAsync(ifd, layout, at, offset, buffer[..count]) : GatherAsync(ifd, layout, at, offset, buffer[..count]));
    }

    /// <summary>
    /// A read of the whole chunk is assembled directly into the buffer and is not cached here, because the kernel caches it. For reads of parts,
    /// the chunk is assembled once and cached.
    /// </summary>
    private async Task<int> ReadWholeAsync(PlaneIfd ifd, IfdLayout layout, ChunkIndex at, long offset, Memory<byte> buffer)
    {
        if (buffer.Length == ChunkBytes)
            await Task.Run(() => _whole.AssembleAsync(ifd, layout, at, () => buffer));
        else
        {
            var key = new SegmentKey(this, ifd.File, ifd.Record.Offset, _whole.FirstOf(ifd, layout, at).Key);
            var bytes = await cache.GetAsync(key, () => Task.Run(async () =>
            {
                byte[]? whole = null;
                await _whole.AssembleAsync(ifd, layout, at, () => whole = GC.AllocateUninitializedArray<byte>((int)ChunkBytes));
                return whole!;
            }));
            bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        }
        return buffer.Length;
    }

    private async Task<int> GatherAsync(PlaneIfd ifd, IfdLayout layout, ChunkIndex at, long offset, Memory<byte> buffer)
    {
        var count = buffer.Length;
        var pieceRows = decoder.RowsPerPiece(layout);
        var planeRow = ifd.Plane % layout.SegmentDepth * layout.SegmentLength;
        var (segment, piece, samples) = (-1L, -1, Array.Empty<byte>());
        for (var done = 0; done < count;)
        {
            var run = ChunkRun.At(at, chunk, shape, layout, pieceRows, sampleBytes, offset + done, count - done);
            if (!run.Outside && level.At(ifd, layout, run.C, run.Down, run.Across) is var next && (next.Number != segment || run.Piece != piece))
            {
                samples = await decoder.GetAsync(next, run.Down, run.Piece);
                (segment, piece) = (next.Number, run.Piece);
            }
            var target = buffer.Span.Slice(done, run.Length);
            if (run.Outside || samples.Length == 0)
                fill.Fill(target, offset + done);
            else
                Gather(samples, layout, run.C % level.SamplesPerPixel, planeRow + run.Row, run.Start, target);
            done += run.Length;
        }
        return count;
    }

    /// <param name="start">Where to begin in the segment's row, in bytes of a row with one sample per pixel.</param>
    private void Gather(byte[] samples, in IfdLayout layout, int sample, int row, long start, Span<byte> run)
    {
        var perPixel = layout.SamplesPerSegment;
        var rowAt = row * layout.SegmentWidth * perPixel * sampleBytes;
        if (perPixel == 1)
        {
            samples.AsSpan(rowAt + (int)start, run.Length).CopyTo(run);
            return;
        }
        var pixels = samples.AsSpan(rowAt, layout.SegmentWidth * perPixel * sampleBytes);
        if (start % sampleBytes != 0 || run.Length % sampleBytes != 0)
            GatherBytes(pixels, perPixel, sample, (int)start, run);
        else
            GatherSamples(pixels, perPixel, sample + ((int)start / sampleBytes * perPixel), run);
    }

    private void GatherSamples(ReadOnlySpan<byte> pixels, int step, int first, Span<byte> run)
    {
        switch (sampleBytes)
        {
            case 1:
                Stride(pixels, step, first, run);
                break;
            case 2:
                Stride(MemoryMarshal.Cast<byte, ushort>(pixels), step, first, MemoryMarshal.Cast<byte, ushort>(run));
                break;
            case 4:
                Stride(MemoryMarshal.Cast<byte, uint>(pixels), step, first, MemoryMarshal.Cast<byte, uint>(run));
                break;
            case 8:
                Stride(MemoryMarshal.Cast<byte, ulong>(pixels), step, first, MemoryMarshal.Cast<byte, ulong>(run));
                break;
            default:
                Stride(MemoryMarshal.Cast<byte, UInt128>(pixels), step, first, MemoryMarshal.Cast<byte, UInt128>(run));
                break;
        }
    }

    private static void Stride<T>(ReadOnlySpan<T> pixels, int step, int first, Span<T> run)
    {
        for (int i = 0, from = first; i < run.Length; i++, from += step)
            run[i] = pixels[from];
    }

    /// <summary>Copies byte by byte for a read that begins or ends inside a sample. Such reads are rare.</summary>
    private void GatherBytes(ReadOnlySpan<byte> pixels, int perPixel, int sample, int start, Span<byte> run)
    {
        for (var i = 0; i < run.Length; i++)
        {
            var (pixel, inSample) = ((start + i) / sampleBytes, (start + i) % sampleBytes);
            run[i] = pixels[(((pixel * perPixel) + sample) * sampleBytes) + inSample];
        }
    }

    /// <summary>If each chunk is one segment, as for interleaved tiles, one read of the tables gives the sizes of a run of chunks.</summary>
    private async ValueTask SizesOfSegmentsAsync(PlaneIfd ifd, IfdLayout layout, ChunkIndex first, Memory<long> sizes, CancellationToken cancellation)
    {
        var ranges = ArrayPool<ByteRange>.Shared.Rent(sizes.Length);
        try
        {
            await level.At(ifd, layout, first.C * chunk.C, first.Y, first.X).RangesAsync(ranges.AsMemory(0, sizes.Length), cancellation);
            for (var i = 0; i < sizes.Length; i++)
                sizes.Span[i] = ranges[i].IsMissing ? IChunkStore.Missing : ChunkBytes;
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    /// <summary>Whether the file has any segment of a chunk.</summary>
    private async ValueTask<bool> IsThereAsync(PlaneIfd ifd, IfdLayout layout, ChunkIndex at, CancellationToken cancellation)
    {
        var (top, left) = ((long)at.Y * chunk.Y, (long)at.X * chunk.X);
        var (bottom, right) = (Math.Min(top + chunk.Y, shape.Y) - 1, Math.Min(left + chunk.X, shape.X) - 1);
        for (var c = 0; c < (layout.Planar ? chunk.C : 1); c++)
            for (var down = (int)(top / layout.SegmentLength); down <= bottom / layout.SegmentLength; down++)
                for (var across = (int)(left / layout.SegmentWidth); across <= right / layout.SegmentWidth; across++)
                    if (!(await level.At(ifd, layout, (at.C * chunk.C) + c, down, across).RangeAsync(cancellation)).IsMissing)
                        return true;
        return false;
    }
}
