using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Indexing;

/// <summary>The store keys of chunks.</summary>
internal static class ChunkKeys
{
    /// <summary>The key of a chunk. Interleaved samples are all in one chunk, so its index along their axis is 0.</summary>
    public static string Of(string path, VirtualArray array, ChunkIndex chunk) => $"{path}/{ZarrV2Format.Keys.Key(chunk, array.Metadata.Shape.Count)}";
}
