using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr;

/// <summary>The attributes of an array: the names of its axes, where xarray, GDAL and Neuroglancer look for them. *Spec:* xarray, "Zarr encoding specification".</summary>
internal static class AxisNames
{
    private static readonly string[] Names = ["t", "c", "z", "y", "x"];

    /// <summary>
    /// An axis along which a level is shorter than level 0 has a name of its own ("y1" of level 1): in xarray and GDAL one name has one length
    /// in a whole group, and neither would open a pyramid otherwise.
    /// </summary>
    public static byte[] Attributes(ImageArrays image, int level) => JsonDocuments.Write(json =>
    {
        var (full, here) = (image.Levels[0], image.Levels[level]);
        json.WriteStartArray("_ARRAY_DIMENSIONS");
        for (var axis = 0; axis < ArrayShape.Rank; axis++)
            json.WriteStringValue(full.Shape[axis] == here.Shape[axis] ? Names[axis] : $"{Names[axis]}{level}");
        if (here.Interleaved > 1)
            json.WriteStringValue("s");
        json.WriteEndArray();
    });
}
