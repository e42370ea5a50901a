using OmeFs.Core.Arrays;

namespace OmeFs.Core.Zarr.Ngff;

/// <summary>The names of the axes of an image's arrays.</summary>
internal static class AxisNames
{
    private static readonly string[] Names = ["t", "c", "z", "y", "x"];

    /// <summary>
    /// An axis along which a level is shorter than level 0 has its own name ("y1" for level 1). In xarray and GDAL, one name has one length in a whole
    /// group; otherwise neither would open a pyramid. The sixth axis of interleaved samples is "s", as in tifffile.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<VirtualArray> levels, int level)
    {
        var (full, here) = (levels[0], levels[level]);
        var names = Names.Select((name, axis) => full.Shape[axis] == here.Shape[axis] ? name : $"{name}{level}");
        return [.. here.IsInterleaved ? names.Append("s") : names];
    }
}
