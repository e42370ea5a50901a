using OmeFs.Core.Arrays;

namespace OmeFs.Core.Zarr.Ngff;

/// <summary>The names of the axes of an image's arrays.</summary>
internal static class AxisNames
{
    private static readonly string[] Names = ["t", "c", "z", "y", "x"];

    /// <summary>
    /// An axis along which a level is shorter than level 0 has a name of its own ("y1" of level 1): in xarray and GDAL one name has one length
    /// in a whole group, and neither would open a pyramid otherwise. The sixth axis of interleaved samples is "s", as tifffile has it.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<VirtualArray> levels, int level)
    {
        var (full, here) = (levels[0], levels[level]);
        var names = Names.Select((name, axis) => full.Shape[axis] == here.Shape[axis] ? name : $"{name}{level}");
        return [.. here.IsInterleaved ? names.Append("s") : names];
    }
}
