using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Display;

/// <summary>Chooses the chunks of a level that are sampled for one channel, the most representative first. Pure arithmetic.</summary>
internal static class SamplePlaces
{
    /// <summary>Positions among the chunks along y and x, in sixths: the middle, corners, edges, each half way out.</summary>
    private static readonly (int Y, int X)[] Sixths = [(3, 3), (1, 1), (5, 5), (1, 5), (5, 1), (1, 3), (5, 3), (3, 1), (3, 5)];

    /// <summary>
    /// The plane that viewers open with (t 0, the middle of z), then the middle z of the middle and the last t, then those at a quarter and three
    /// quarters of z.
    /// </summary>
    public static IReadOnlyList<(int T, int Z)> Planes(ArrayShape shape)
    {
        var middle = shape.Z / 2;
        return
        [
            .. ((int T, int Z)[])[(0, middle), (shape.T / 2, middle), (shape.T - 1, middle), (0, shape.Z / 4), (0, (int)(3L * shape.Z / 4))],
        ];
    }

    /// <summary>The chunks of each plane in turn.</summary>
    /// <param name="channel">Counts samples.</param>
    public static IEnumerable<(int Plane, ChunkIndex Chunk)> Of(VirtualArray array, int channel)
    {
        var (grid, planes) = (array.Grid, Planes(array.Shape).Distinct().ToList());
        for (var plane = 0; plane < planes.Count; plane++)
            foreach (var (y, x) in Sixths.Select(at => (Y: Place(grid.Y, at.Y), X: Place(grid.X, at.X))).Distinct())
                yield return (plane, new ChunkIndex(planes[plane].T / array.ChunkShape.T, channel / array.ChunkShape.C, planes[plane].Z / array.ChunkShape.Z, y, x));
    }

    private static int Place(int chunks, int sixths) => (int)((long)chunks * sixths / 6);
}
