using System.Text.Json;

namespace OmeFs.Core.References.Metadata;

/// <summary>The zarr.json of Zarr 3. *Spec:* "Zarr core specification version 3", "Metadata" and "Extension points"; OME-NGFF 0.5.</summary>
internal static class ZarrV3
{
    /// <summary>Null where it is no array, makes no sense, or has a grid or names of chunks that are not the specification's own.</summary>
    public static ArrayForm? Array(JsonElement json)
    {
        if (!IsNode(json, "array") || json.Extents("shape", 0) is not { } shape || NameOf(json.Field("data_type")) is not { } dtype
            || json.Field("chunk_grid") is not { } grid || NameOf(grid) != "regular" || grid.Field("configuration")?.Extents("chunk_shape", 1) is not { } chunks
            || chunks.Count != shape.Count || Names(json) is not { } names)
            return null;
        return new ArrayForm(3, shape, chunks, dtype, Codecs(json), names);
    }

    public static bool IsImage(JsonElement json) => IsNode(json, "group") && json.Field("attributes")?.Field("ome")?.Field("multiscales") is not null;

    private static bool IsNode(JsonElement json, string type) =>
        json.Field("zarr_format") is { ValueKind: JsonValueKind.Number } format && format.TryGetInt32(out var number) && number == 3 && json.Text("node_type") == type;

    private static ChunkNames? Names(JsonElement json)
    {
        var encoding = json.Field("chunk_key_encoding");
        var (prefix, separator) = NameOf(encoding) switch
        {
            "default" => (true, "/"),
            "v2" => (false, "."),
            _ => (false, null),
        };
        if (encoding?.Field("configuration")?.Field("separator") is { } said)
            separator = said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        return separator is not null && ChunkNames.SeparatorOf(separator) is { } known ? new ChunkNames(prefix, known) : null;
    }

    /// <summary>All that is done to a chunk but to write its numbers one after the other.</summary>
    private static string? Codecs(JsonElement json)
    {
        if (json.Field("codecs") is not { ValueKind: JsonValueKind.Array } codecs)
            return null;
        var names = codecs.EnumerateArray().Select(codec => NameOf(codec)).Where(name => name is not (null or "bytes")).ToList();
        return names.Count == 0 ? null : string.Join(' ', names);
    }

    /// <summary>Of an extension point: an object with a name, or the name alone.</summary>
    private static string? NameOf(JsonElement? extension) =>
        extension is { ValueKind: JsonValueKind.String } name ? name.GetString() : extension?.Text("name");
}
