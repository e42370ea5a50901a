using System.Buffers;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>The segments of one level: from a plane to its IFD, in whichever file that lies, and from there to the ranges of its segments.</summary>
internal sealed class LevelSegments(SeriesLevel level, int samplesPerPixel)
{
    public int SamplesPerPixel => samplesPerPixel;

    /// <summary>The IFD with the plane of channel <paramref name="c"/>, which counts samples; false where no file has one.</summary>
    public bool TryFind(int t, int c, int z, out PlaneIfd ifd) => level.TryFind(z, c / samplesPerPixel, t, out ifd);

    /// <summary>The number of a segment's row and column among all segments of its IFD.</summary>
    /// <param name="c">Counts samples; only with planar storage does it matter.</param>
    public long IndexOf(in PlaneIfd ifd, in IfdLayout layout, int c, int down, int across)
    {
        var sample = layout.Planar ? c % samplesPerPixel : 0;
        var plane = layout.Depth > 1 ? ifd.Plane / layout.SegmentDepth : 0;
        return (((((long)sample * layout.Deep) + plane) * layout.Down) + down) * layout.Across + across;
    }

    /// <summary>A number for the segment of this plane that no other plane's segment of the IFD has, unless they share one.</summary>
    public static long KeyOf(in PlaneIfd ifd, in IfdLayout layout, long segment) =>
        layout.Depth > 1 ? segment : segment + (ifd.Plane * layout.SegmentCount);

    /// <summary>Where an IFD's segments lie in its file.</summary>
    public static ValueTask RangesAsync(PlaneIfd ifd, long first, Memory<ByteRange> ranges, CancellationToken cancellation) =>
        ifd.Plane == 0 || ifd.Layout.Depth > 1
            ? ifd.File.Segments.ReadAsync(ifd.Record, ifd.Layout, first, ranges, cancellation)
            : StackedAsync(ifd, first, ranges, cancellation);

    /// <summary>Of a stack with one IFD: each plane lies right behind the one before. <see cref="ContiguousStack"/> has seen that the file holds them all.</summary>
    private static async ValueTask StackedAsync(PlaneIfd ifd, long first, Memory<ByteRange> ranges, CancellationToken cancellation)
    {
        await ifd.File.Segments.ReadAsync(ifd.Record, ifd.Layout, first, ranges, cancellation);
        var planes = (long)(ifd.Plane * ifd.Layout.PlaneBytes);
        foreach (ref var range in ranges.Span)
            if (range is { IsMissing: false, IsFaulty: false })
                range = range with { Offset = range.Offset > long.MaxValue - planes ? long.MaxValue : range.Offset + planes };
    }

    public static async ValueTask<ByteRange> RangeAsync(PlaneIfd ifd, long segment, CancellationToken cancellation)
    {
        var one = ArrayPool<ByteRange>.Shared.Rent(1);
        try
        {
            await RangesAsync(ifd, segment, one.AsMemory(0, 1), cancellation);
            return one[0];
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(one);
        }
    }

    /// <summary>Throws what is wrong with the tables about a segment.</summary>
    public static void Expect(in PlaneIfd ifd, in IfdLayout layout, long segment, ByteRange range)
    {
        if (range.State == RangeState.NotInTable)
            throw Corrupt(ifd, layout, segment, $"its offset is missing: the table has {layout.OffsetCount} of {layout.SegmentCount}");
        if (range.State == RangeState.TooShort)
            throw Corrupt(
                ifd, layout, segment, $"{range.Length} bytes at offset {range.Offset} expected, but its byte count is smaller, and something else begins within them");
    }

    /// <summary>Throws where so few encoded bytes cannot become so many: before room is made for what a small file merely claims.</summary>
    public static void CheckRatio(ISegmentCodec codec, in PlaneIfd ifd, in IfdLayout layout, long segment, long encodedBytes, long decodedBytes)
    {
        if (decodedBytes / codec.LargestRatio > encodedBytes)
            throw Corrupt(ifd, layout, segment, $"{decodedBytes} bytes expected, more than {encodedBytes} encoded ones can hold");
    }

    /// <summary>Undoes a segment's compression; it must hold at least as many bytes as <paramref name="decoded"/> has room for.</summary>
    public static void Decode(ISegmentCodec codec, in PlaneIfd ifd, in IfdLayout layout, long segment, ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        int count;
        try
        {
            count = codec.Decode(encoded, decoded);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            throw Corrupt(ifd, layout, segment, fault.Message);
        }
        if (count < decoded.Length)
            throw Corrupt(ifd, layout, segment, $"decodes to {count} bytes, {decoded.Length} expected");
    }

    /// <summary>A range of an IFD's file, which must hold it.</summary>
    /// <param name="segment">The one that it begins with.</param>
    public static ChunkPlace Place(in PlaneIfd ifd, in IfdLayout layout, long segment, long offset, long length)
    {
        var end = ifd.File.Source.Length;
        return length <= end && offset <= end - length
            ? ChunkPlace.At(ifd.File.Source, offset, length)
            : throw Corrupt(ifd, layout, segment, $"{length} bytes at offset {offset} expected, but the file ends at {end}");
    }

    /// <summary>The fault of a segment that does not hold what its IFD promises.</summary>
    public static OmeFsException Corrupt(in PlaneIfd ifd, in IfdLayout layout, long segment, string what) =>
        new(FaultKind.Corrupt, $"{ifd.File.Source.Name}: {layout.SegmentWord} {segment} of the IFD at offset {ifd.Record.Offset}: {what}");

    /// <summary>The fault of opening a chunk that has no file.</summary>
    public static OmeFsException NoSuchChunk(ChunkIndex chunk) => new(FaultKind.NotFound, $"chunk {chunk} is missing; its pixels have the fill value");
}
