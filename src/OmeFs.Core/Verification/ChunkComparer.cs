using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Verification;

internal enum ComparisonKind
{
    None,
    Equal,
    Different,
    NotComparable,
}

/// <param name="Words">Where and how they differ, or why they cannot be compared.</param>
internal readonly record struct Comparison(ComparisonKind Kind, string Words = "");

/// <summary>Compares an array's chunks with a second opinion. Safe from many threads.</summary>
/// <param name="image">Index of the image in the view.</param>
internal sealed class ChunkComparer(IPixelOracle opinion, VirtualArray array, int image, int level)
{
    private int Size => array.Type.Size;

    /// <param name="samples">All samples of the chunk, little-endian; empty for a Missing one, whose pixels have the fill value.</param>
    public Comparison Compare(ChunkIndex chunk, ReadOnlySpan<byte> samples)
    {
        var (size, shape) = (array.ChunkShape, array.Shape);
        for (var t = 0; t < Math.Min(size.T, shape.T - (chunk.T * size.T)); t++)
            for (var z = 0; z < Math.Min(size.Z, shape.Z - (chunk.Z * size.Z)); z++)
                if (CompareArea(AreaOf(chunk, t, z), chunk, t, z, samples) is { Kind: not ComparisonKind.Equal } other)
                    return other;
        return new Comparison(ComparisonKind.Equal);
    }

    private PlaneArea AreaOf(ChunkIndex chunk, int t, int z)
    {
        var (size, shape) = (array.ChunkShape, array.Shape);
        var (c, y, x) = (chunk.C * size.C, chunk.Y * size.Y, chunk.X * size.X);
        return new PlaneArea(
            image,
            level,
            (chunk.T * size.T) + t,
            (chunk.Z * size.Z) + z,
            c,
            Math.Min(size.C, shape.C - c),
            y,
            Math.Min(size.Y, shape.Y - y),
            x,
            Math.Min(size.X, shape.X - x));
    }

    private Comparison CompareArea(PlaneArea area, ChunkIndex chunk, int t, int z, ReadOnlySpan<byte> samples)
    {
        var bytes = checked((int)(area.Samples * Size));
        var theirs = ScratchBytes.Rent(bytes);
        try
        {
            var said = opinion.Read(area, array, theirs.AsSpan(0, bytes));
            return said.Kind switch
            {
                OpinionKind.CannotJudge => new Comparison(ComparisonKind.NotComparable, said.Words),
                OpinionKind.Differs or OpinionKind.Fails => new Comparison(ComparisonKind.Different, said.Words),
                OpinionKind.Nothing when samples.IsEmpty => new Comparison(ComparisonKind.Equal),
                OpinionKind.Nothing => new Comparison(ComparisonKind.Different, "the second opinion finds no segment there"),
                OpinionKind.Pixels => ComparePixels(area, t, z, samples, theirs.AsSpan(0, bytes)),
                _ => throw new OmeFsException(FaultKind.Bug, $"chunk {chunk}: an opinion of kind {said.Kind}"),
            };
        }
        finally
        {
            ScratchBytes.Return(theirs);
        }
    }

    private Comparison ComparePixels(PlaneArea area, int t, int z, ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs)
    {
        var rowBytes = area.Columns * Size;
        Span<byte> fill = ours.IsEmpty ? new byte[rowBytes] : default;
        LittleEndian.Fill(fill, array);
        for (var c = 0; c < area.Channels; c++)
            for (var y = 0; y < area.Rows; y++)
            {
                var their = theirs.Slice(((c * area.Rows) + y) * rowBytes, rowBytes);
                var our = ours.IsEmpty ? fill : ours.Slice(RowAt(t, c, z, y), rowBytes);
                if (our.CommonPrefixLength(their) is var same && same < rowBytes)
                    return Difference(area, c, y, same / Size, our, their);
            }
        return new Comparison(ComparisonKind.Equal);
    }

    /// <summary>Where a row of a plane begins among the chunk's samples, in bytes.</summary>
    private int RowAt(int t, int c, int z, int y)
    {
        var size = array.ChunkShape;
        return checked((int)((((((((long)t * size.C) + c) * size.Z) + z) * size.Y) + y) * size.X * Size));
    }

    private Comparison Difference(PlaneArea area, int c, int y, int x, ReadOnlySpan<byte> our, ReadOnlySpan<byte> their)
    {
        return new Comparison(
            ComparisonKind.Different,
            $"pixel t {area.T} c {area.C + c} z {area.Z} y {area.Y + y} x {area.X + x}: the chunk has {Hex(our, x)}, the second opinion {Hex(their, x)} (little-endian bytes)");
    }

    private string Hex(ReadOnlySpan<byte> row, int x) => Convert.ToHexString(row.Slice(x * Size, Size));
}
