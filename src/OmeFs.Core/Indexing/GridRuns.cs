using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing;

/// <summary>Walks a chunk grid in runs along the x axis, in the order of the chunks' keys as numbers.</summary>
internal static class GridRuns
{
    /// <summary>Bounds memory: about 100 KiB of chunk places. Arbitrary.</summary>
    public const int MostChunks = 4_096;

    public static IEnumerable<(ChunkIndex First, int Count)> Of(ArrayShape grid)
    {
        for (long row = 0; row < grid.Volume; row += grid.X)
        {
            var first = ChunkIndex.At(row, grid);
            for (var x = 0; x < grid.X; x += MostChunks)
                yield return (first with { X = x }, Math.Min(MostChunks, grid.X - x));
        }
    }
}
