using System.Text.Json;

namespace OmeFs.Core.References.Metadata;

/// <summary>Documents of Zarr 2. *Spec:* "Zarr storage specification version 2", "Arrays"; OME-NGFF 0.4.</summary>
internal static class ZarrV2
{
    /// <summary>A .zarray; null where it makes no sense.</summary>
    public static ArrayForm? Array(JsonElement json)
    {
        if (json.Extents("shape", 0) is not { } shape || json.Extents("chunks", 1) is not { } chunks || shape.Count != chunks.Count || json.Field("dtype") is not { } dtype)
            return null;
        var compressor = json.Field("compressor")?.Field("id")?.ToString();
        // Writers that do not say it have either.
        return new ArrayForm(2, shape, chunks, dtype.ToString(), compressor, new ChunkNames(Prefix: false, ChunkNames.SeparatorOf(json.Text("dimension_separator"))));
    }

    /// <param name="json">A .zattrs.</param>
    public static bool IsImage(JsonElement json) => json.Field("multiscales") is not null;
}
