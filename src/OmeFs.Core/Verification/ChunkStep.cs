using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Verification;

/// <summary>One chunk to be read, and which of its planes is wanted.</summary>
/// <param name="Plane">Where the plane is inside the chunk along t, c and z.</param>
/// <param name="IsFirst">Whether the chunk is read for the first time: then it is counted and compared.</param>
internal readonly record struct ChunkStep(ChunkIndex Chunk, (int T, int C, int Z) Plane, bool IsFirst);

/// <summary>The order in which an array's chunks are read.</summary>
internal static class ChunkSteps
{
    /// <summary>The chunks with these numbers, once each.</summary>
    public static IEnumerable<ChunkStep> Of(ArrayShape grid, IEnumerable<long> numbers)
    {
        foreach (var number in numbers)
            yield return new ChunkStep(ChunkIndex.At(number, grid), default, true);
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
                    var plane = (T: t % size.T, C: c % size.C, Z: z % size.Z);
                    for (var y = 0; y < grid.Y; y++)
                        for (var x = 0; x < grid.X; x++)
                            yield return new ChunkStep(new ChunkIndex(t / size.T, c / size.C, z / size.Z, y, x), plane, plane == default);
                }
    }
}
