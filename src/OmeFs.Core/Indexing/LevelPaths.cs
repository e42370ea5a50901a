using OmeFs.Core.Arrays;
using OmeFs.Core.Images;
using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing;

/// <summary>The store paths of levels and chunks.</summary>
internal static class LevelPaths
{
    /// <summary>The key of a chunk. Interleaved samples are all in one chunk: it is the first along their axis.</summary>
    public static string Chunk(string path, VirtualArray array, ChunkIndex chunk) => $"{path}/{ZarrV2Format.Keys.Key(chunk, array.Metadata.Shape.Count)}";

    public static string Of(ImageArrays image, int level) => image.Path.Length == 0 ? $"{level}" : $"{image.Path}/{level}";
}
