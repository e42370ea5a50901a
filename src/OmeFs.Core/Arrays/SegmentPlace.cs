using System.Buffers;
using OmeFs.Core.Codecs;
using OmeFs.Core.Series;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Arrays;

/// <summary>One segment of an IFD.</summary>
/// <param name="Layout">The layout of the IFD.</param>
/// <param name="Number">Index among all segments of the IFD.</param>
internal readonly record struct SegmentPlace(PlaneIfd Ifd, IfdLayout Layout, long Number)
{
    /// <summary>A number for cache keys: equal for two planes of an IFD only if they share the segment.</summary>
    public long Key => Layout.Depth > 1 ? Number : Number + (Ifd.Plane * Layout.SegmentCount);

    /// <summary>The segment this many further on in the same plane.</summary>
    public SegmentPlace Next(long segments) => this with { Number = Number + segments };

    /// <summary>The ranges of this segment and of those that follow it.</summary>
    public ValueTask RangesAsync(Memory<ByteRange> ranges, CancellationToken cancellation) =>
        Ifd.Plane == 0 || Ifd.Layout.Depth > 1
            ? Ifd.File.Segments.ReadAsync(Ifd.Record, Ifd.Layout, Number, ranges, cancellation)
            : StackedAsync(Ifd, Number, ranges, cancellation);

    public async ValueTask<ByteRange> RangeAsync(CancellationToken cancellation)
    {
        var one = ArrayPool<ByteRange>.Shared.Rent(1);
        try
        {
            await RangesAsync(one.AsMemory(0, 1), cancellation);
            return one[0];
        }
        finally
        {
            ArrayPool<ByteRange>.Shared.Return(one);
        }
    }

    /// <summary>Throws if the tables are wrong about this segment.</summary>
    public void Expect(ByteRange range)
    {
        if (range.State == RangeState.NotInTable)
            throw Corrupt($"its offset is missing: the table has {Layout.OffsetCount} of {Layout.SegmentCount}");
        if (range.State == RangeState.TooShort)
            throw Corrupt($"{range.Length} bytes at offset {range.Offset} expected, but its byte count is smaller, and something else begins within them");
    }

    /// <summary>Rejects impossible compression ratios before anything is allocated (decompression bombs).</summary>
    public void CheckRatio(ISegmentCodec codec, long encodedBytes, long decodedBytes)
    {
        if (decodedBytes / codec.LargestRatio > encodedBytes)
            throw Corrupt($"{decodedBytes} bytes expected, more than {encodedBytes} encoded ones can hold");
    }

    /// <summary>Decompresses the segment. It is a fault if it decodes to fewer bytes than <paramref name="decoded"/> has room for.</summary>
    public void Decode(ISegmentCodec codec, ReadOnlyMemory<byte> encoded, Span<byte> decoded)
    {
        int count;
        try
        {
            count = codec.Decode(encoded, decoded);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            throw Corrupt(fault.Message);
        }
        if (count < decoded.Length)
            throw Corrupt($"decodes to {count} bytes, {decoded.Length} expected");
    }

    /// <summary>A range that begins in the segment. It is a fault if it passes the end of the file.</summary>
    public ChunkPlace Place(long offset, long length)
    {
        var end = Ifd.File.Source.Length;
        return length <= end && offset <= end - length
            ? ChunkPlace.At(Ifd.File.Source, offset, length)
            : throw Corrupt($"{length} bytes at offset {offset} expected, but the file ends at {end}");
    }

    /// <summary>The fault of a segment that does not hold what its IFD promises.</summary>
    public OmeFsException Corrupt(string what) =>
        new(FaultKind.Corrupt, $"{Ifd.File.Source.Name}: {Layout.SegmentWord} {Number} of the IFD at offset {Ifd.Record.Offset}: {what}");

    /// <summary>
    /// Ranges in a stack with a single IFD, whose planes follow each other without gaps. <see cref="ContiguousStack"/> has checked that the file
    /// holds them all.
    /// </summary>
    private static async ValueTask StackedAsync(PlaneIfd ifd, long first, Memory<ByteRange> ranges, CancellationToken cancellation)
    {
        await ifd.File.Segments.ReadAsync(ifd.Record, ifd.Layout, first, ranges, cancellation);
        var planes = (long)(ifd.Plane * ifd.Layout.PlaneBytes);
        foreach (ref var range in ranges.Span)
            if (range is { IsMissing: false, IsFaulty: false })
                range = range with { Offset = range.Offset > long.MaxValue - planes ? long.MaxValue : range.Offset + planes };
    }
}
