using System.Buffers;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>Assembles chunks that share no segment with another chunk: a tile, or a band of strips. Caches nothing.</summary>
/// <param name="chunk">Samples of one chunk; along c either 1 or all samples of a pixel.</param>
internal sealed class SegmentAssembler(LevelSegments level, SegmentDecoder decoder, ArrayShape shape, ArrayShape chunk, int sampleBytes, FillValue fill)
{
    /// <summary>Adjacent strips are read together up to this many bytes. Arbitrary: the cost of a read is then negligible.</summary>
    private const int MostReadTogether = 1024 * 1024;

    private int RowBytes => chunk.X * sampleBytes;

    private int PlaneBytes => chunk.Y * RowBytes;

    /// <summary>Whether the chunks of a plane are whole segments.</summary>
    public bool CoversWholeSegments(in IfdLayout layout) =>
        layout.SegmentWidth == chunk.X
        && layout.SamplesPerSegment == chunk.C
        && layout.SegmentDepth == 1
        && decoder.RowsPerPiece(layout) == layout.SegmentLength
        && (layout.SegmentLength == chunk.Y || (layout.SegmentsAcross == 1 && (chunk.Y % layout.SegmentLength == 0 || chunk.Y >= shape.Y)));

    /// <summary>A chunk's first segment.</summary>
    public SegmentPlace FirstOf(in PlaneIfd ifd, in IfdLayout layout, ChunkIndex at) => level.At(ifd, layout, at.C * chunk.C, DownOf(layout, at), at.X);

    /// <param name="room">Returns a buffer for exactly the whole chunk. Called once the encoded lengths show that the segments can fill it.</param>
    public async Task AssembleAsync(PlaneIfd ifd, IfdLayout layout, ChunkIndex at, Func<Memory<byte>> room)
    {
        var codec = await decoder.CodecAsync(ifd, layout);
        var (first, down) = (FirstOf(ifd, layout, at), DownOf(layout, at));
        var count = Math.Min(Ceiling.Divide(chunk.Y, layout.SegmentLength), layout.SegmentsDown - down);
        var ranges = ArrayPool<ByteRange>.Shared.Rent(count);
        try
        {
            await first.RangesAsync(ranges.AsMemory(0, count), CancellationToken.None);
            for (var i = 0; i < count; i++)
                ranges[i] = decoder.RangeOf(codec, first.Next(i), ranges[i], 0, layout.RowsOfSegment(down + i));
            var work = new Work(first, codec, down, room());
            for (var (i, run) = (0, 0); i < count; i += run)
            {
                run = LengthOfRun(ranges.AsSpan(i, count - i));
                await AssembleRunAsync(work, i, ranges.AsMemory(i, run));
            }
            FillOutside(at, work.Target.Span);
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(ranges);
        }
    }

    private int DownOf(in IfdLayout layout, ChunkIndex at) => (int)((long)at.Y * chunk.Y / layout.SegmentLength);

    /// <summary>How many segments are stored end to end; 1 for a missing segment.</summary>
    private static int LengthOfRun(ReadOnlySpan<ByteRange> ranges)
    {
        var (run, bytes) = (1, ranges[0].Length);
        while (run < ranges.Length && !ranges[run].IsMissing && ranges[run].Offset == ranges[0].Offset + bytes && bytes + ranges[run].Length <= MostReadTogether)
            bytes += ranges[run++].Length;
        return run;
    }

    private async ValueTask AssembleRunAsync(Work work, int index, Memory<ByteRange> run)
    {
        var last = run.Span[^1];
        var bytes = (int)(last.Offset + last.Length - run.Span[0].Offset);
        var encoded = ScratchBytes.Rent(bytes);
        try
        {
            await work.First.Ifd.File.Source.ReadAtAsync(run.Span[0].Offset, encoded.AsMemory(0, bytes));
            foreach (var range in run.Span)
                Place(work, index++, encoded.AsMemory((int)(range.Offset - run.Span[0].Offset), (int)range.Length));
        }
        finally
        {
            ScratchBytes.Return(encoded);
        }
    }

    /// <param name="index">The segment's index in its chunk, from the top.</param>
    /// <param name="encoded">Empty if the file does not have the segment.</param>
    private void Place(Work work, int index, Memory<byte> encoded)
    {
        var layout = work.First.Layout;
        var rows = layout.RowsOfSegment(work.Down + index);
        var planes = work.Target.Span[(index * layout.SegmentLength * RowBytes)..];
        if (encoded.IsEmpty)
            for (var c = 0; c < chunk.C; c++)
                fill.Fill(planes.Slice(c * PlaneBytes, rows * RowBytes), 0);
        else if (chunk.C == 1)
            decoder.Decode(work.Codec, work.First.Next(index), encoded, rows, planes[..(rows * RowBytes)]);
        else
            Split(work, index, encoded, rows, planes);
    }

    private void Split(Work work, int index, Memory<byte> encoded, int rows, Span<byte> planes)
    {
        var bytes = checked(rows * RowBytes * chunk.C);
        var pixels = ScratchBytes.Rent(bytes);
        try
        {
            decoder.Decode(work.Codec, work.First.Next(index), encoded, rows, pixels.AsSpan(0, bytes));
            SampleSplitter.Split(pixels.AsSpan(0, bytes), chunk.C, sampleBytes, planes, PlaneBytes);
        }
        finally
        {
            ScratchBytes.Return(pixels);
        }
    }

    /// <summary>Pixels outside the image are undefined: they are overwritten with the fill value.</summary>
    private void FillOutside(ChunkIndex at, Span<byte> target)
    {
        var rows = (int)Math.Min(chunk.Y, shape.Y - ((long)at.Y * chunk.Y));
        var inside = (int)Math.Min(chunk.X, shape.X - ((long)at.X * chunk.X)) * sampleBytes;
        if (rows == chunk.Y && inside == RowBytes)
            return;
        for (var c = 0; c < chunk.C; c++)
        {
            var plane = target.Slice(c * PlaneBytes, PlaneBytes);
            for (var row = 0; row < rows; row++)
                fill.Fill(plane[((row * RowBytes) + inside)..((row + 1) * RowBytes)], 0);
            fill.Fill(plane[(rows * RowBytes)..], 0);
        }
    }

    /// <param name="First">The chunk's first segment.</param>
    /// <param name="Down">Its row on the segment grid.</param>
    private sealed record Work(SegmentPlace First, LevelCodec Codec, int Down, Memory<byte> Target);
}
