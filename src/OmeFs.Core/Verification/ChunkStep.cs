using OmeFs.Core.Arrays;

namespace OmeFs.Core.Verification;

/// <summary>One chunk to be read, and which of its planes is wanted.</summary>
/// <param name="Plane">Place of the plane inside the chunk along t, c and z.</param>
/// <param name="IsFirst">Whether the chunk is read for the first time: then it is counted and compared.</param>
internal readonly record struct ChunkStep(Extent5 Chunk, Extent5 Plane, bool IsFirst);

/// <summary>The order in which an array's chunks are read.</summary>
internal static class ChunkSteps
{
    /// <summary>The chunks with these numbers, once each.</summary>
    public static IEnumerable<ChunkStep> Of(Extent5 grid, IEnumerable<long> numbers)
    {
        foreach (var number in numbers)
            yield return new ChunkStep(Place(grid, number), default, true);
    }

    public static long CountByPlane(VirtualArray array)
    {
        var (shape, grid) = (array.Shape, array.Grid);
        return (shape with { Y = grid.Y, X = grid.X }).Volume;
    }

    /// <summary>
    /// All chunks, plane by plane in the order of a digest. A chunk that holds several planes, such as interleaved RGB, is read once for each
    /// of them: holding the others back would take the memory of whole planes.
    /// </summary>
    public static IEnumerable<ChunkStep> ByPlane(VirtualArray array)
    {
        var (size, grid) = (array.ChunkShape, array.Grid);
        for (var t = 0; t < array.Shape.T; t++)
            for (var c = 0; c < array.Shape.C; c++)
                for (var z = 0; z < array.Shape.Z; z++)
                {
                    var plane = new Extent5(t % size.T, c % size.C, z % size.Z, 0, 0);
                    for (var y = 0; y < grid.Y; y++)
                        for (var x = 0; x < grid.X; x++)
                            yield return new ChunkStep(new Extent5(t / size.T, c / size.C, z / size.Z, y, x), plane, plane == default);
                }
    }

    private static Extent5 Place(Extent5 grid, long number)
    {
        (number, var x) = Math.DivRem(number, grid.X);
        (number, var y) = Math.DivRem(number, grid.Y);
        (number, var z) = Math.DivRem(number, grid.Z);
        var (t, c) = Math.DivRem(number, grid.C);
        return new Extent5((int)t, (int)c, (int)z, (int)y, (int)x);
    }
}
