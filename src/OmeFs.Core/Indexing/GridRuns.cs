namespace OmeFs.Core.Indexing;

/// <summary>Walks a chunk grid in runs along the x axis, in the order of the chunks' keys as numbers.</summary>
internal static class GridRuns
{
    /// <summary>Bounds what is in memory at a time: some 100 KiB of places. Arbitrary.</summary>
    public const int MostChunks = 4_096;

    public static IEnumerable<(Extent5 First, int Count)> Of(Extent5 grid)
    {
        for (long row = 0; row < grid.Volume / grid.X; row++)
        {
            var (y, z, c, t) = (row % grid.Y, row / grid.Y % grid.Z, row / grid.Y / grid.Z % grid.C, row / grid.Y / grid.Z / grid.C);
            for (var x = 0; x < grid.X; x += MostChunks)
                yield return (new Extent5((int)t, (int)c, (int)z, (int)y, x), Math.Min(MostChunks, grid.X - x));
        }
    }
}
