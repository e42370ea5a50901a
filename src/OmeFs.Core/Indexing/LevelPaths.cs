using OmeFs.Core.Zarr;

namespace OmeFs.Core.Indexing;

/// <summary>The store paths of levels.</summary>
internal static class LevelPaths
{
    public static string Of(ImageArrays image, int level) => image.Path.Length == 0 ? $"{level}" : $"{image.Path}/{level}";
}
