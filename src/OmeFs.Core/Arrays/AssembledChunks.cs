using System.Runtime.InteropServices;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>
/// Assembled: the chunk's bytes are gathered from decoded segments, whatever these are: interleaved samples, packed bits, short strips,
/// planes that differ from each other. Every chunk is whole: what lies outside the image has the fill value.
/// </summary>
/// <param name="chunk">Samples of one chunk; along c either 1 or all samples of a pixel.</param>
internal sealed class AssembledChunks(LevelSegments level, SegmentDecoder decoder, Extent5 shape, Extent5 chunk, int sampleBytes, FillValue fill)
    : IChunkStore
{
    private long RowBytes => (long)chunk.X * sampleBytes;

    private long PlaneBytes => chunk.Y * RowBytes;

    private long ChunkBytes => chunk.C * PlaneBytes;

    public async ValueTask SizesAsync(Extent5 first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        var there = level.TryFind(first.T, first.C * chunk.C, first.Z, out var ifd);
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = there && await IsThereAsync(ifd, first with { X = first.X + i }, cancellation) ? ChunkBytes : IChunkStore.Missing;
            sizes.Span[i] = size;
        }
    }

    public async ValueTask<int> ReadAsync(Extent5 at, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!level.TryFind(at.T, at.C * chunk.C, at.Z, out var ifd))
            throw LevelSegments.NoSuchChunk(at);
        if (offset >= ChunkBytes)
            return 0;
        var count = (int)Math.Min(buffer.Length, ChunkBytes - offset);
        var layout = level.LayoutOf(ifd);
        for (var done = 0; done < count;)
        {
            var here = offset + done;
            var row = (int)(here % PlaneBytes / RowBytes);
            var inRow = (int)(here % RowBytes);
            var length = (int)Math.Min(RowBytes - inRow, count - done);
            var c = (at.C * chunk.C) + (int)(here / PlaneBytes);
            await ReadRowAsync(ifd, layout, c, ((long)at.Y * chunk.Y) + row, ((long)at.X * RowBytes) + inRow, buffer.Slice(done, length));
            done += length;
        }
        return count;
    }

    /// <param name="y">The image's row.</param>
    /// <param name="start">Where to begin in that row, in bytes of one sample a pixel.</param>
    private async ValueTask ReadRowAsync(IfdRecord ifd, IfdLayout layout, int c, long y, long start, Memory<byte> buffer)
    {
        var imageEnd = y < shape.Y ? (long)shape.X * sampleBytes : 0;
        while (!buffer.IsEmpty)
        {
            var inImage = (int)Math.Clamp(imageEnd - start, 0, buffer.Length);
            if (inImage == 0)
            {
                fill.Fill(buffer.Span, start);
                return;
            }
            var segmentBytes = (long)layout.SegmentWidth * sampleBytes;
            var length = (int)Math.Min(inImage, segmentBytes - (start % segmentBytes));
            await ReadRunAsync(ifd, layout, c, (int)y, start, buffer[..length]);
            (start, buffer) = (start + length, buffer[length..]);
        }
    }

    /// <summary>A run of one row that lies in one segment.</summary>
    private async ValueTask ReadRunAsync(IfdRecord ifd, IfdLayout layout, int c, int y, long start, Memory<byte> run)
    {
        var segmentBytes = (long)layout.SegmentWidth * sampleBytes;
        var down = y / layout.SegmentLength;
        var rowInSegment = y % layout.SegmentLength;
        var pieceRows = decoder.RowsPerPiece(layout);
        var segment = level.IndexOf(layout, c, down, (int)(start / segmentBytes));
        var samples = await decoder.GetAsync(ifd, layout, segment, down, rowInSegment / pieceRows);
        if (samples.Length == 0)
            fill.Fill(run.Span, start);
        else
            Gather(samples, layout, c % level.SamplesPerPixel, rowInSegment % pieceRows, start % segmentBytes, run.Span);
    }

    /// <param name="start">Where to begin in the segment's row, in bytes of one sample a pixel.</param>
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

    /// <summary>A read that begins or ends inside a sample: seldom, so byte by byte.</summary>
    private void GatherBytes(ReadOnlySpan<byte> pixels, int perPixel, int sample, int start, Span<byte> run)
    {
        for (var i = 0; i < run.Length; i++)
        {
            var (pixel, inSample) = ((start + i) / sampleBytes, (start + i) % sampleBytes);
            run[i] = pixels[(((pixel * perPixel) + sample) * sampleBytes) + inSample];
        }
    }

    /// <summary>Whether the file has any segment of a chunk.</summary>
    private async ValueTask<bool> IsThereAsync(IfdRecord ifd, Extent5 at, CancellationToken cancellation)
    {
        var layout = level.LayoutOf(ifd);
        var (top, left) = ((long)at.Y * chunk.Y, (long)at.X * chunk.X);
        var (bottom, right) = (Math.Min(top + chunk.Y, shape.Y) - 1, Math.Min(left + chunk.X, shape.X) - 1);
        for (var c = 0; c < (layout.Planar ? chunk.C : 1); c++)
            for (var down = (int)(top / layout.SegmentLength); down <= bottom / layout.SegmentLength; down++)
                for (var across = (int)(left / layout.SegmentWidth); across <= right / layout.SegmentWidth; across++)
                {
                    var segment = level.IndexOf(layout, (at.C * chunk.C) + c, down, across);
                    if (!(await level.RangeAsync(ifd, segment, cancellation)).IsMissing)
                        return true;
                }
        return false;
    }
}
