using System.Text.Json;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>Zarr format 3, which is only read, never written. *Spec:* Zarr core specification version 3, "Metadata" and "Extension points"; the codec "sharding_indexed".</summary>
internal sealed class ZarrV3Format : IZarrFormat
{
    private ZarrV3Format()
    {
    }

    public static ZarrV3Format Instance { get; } = new();

    public int Version => 3;

    /// <summary>"uint16"; byte order is a matter of the codec "bytes".</summary>
    public string NameOf(DataType type) => type.ForeignName ?? $"{Kind(type.Kind)}{8 * type.Size}";

    public bool HasDocument(ReadOnlySpan<byte> key) => key.SequenceEqual("zarr.json"u8);

    public ReadDocument Read(ReadOnlySpan<byte> key, JsonElement json)
    {
        var isKnown = json.Field("zarr_format") is { ValueKind: JsonValueKind.Number } format && format.TryGetInt32(out var number) && number == Version;
        return !isKnown ? default : json.Text("node_type") switch
        {
            "array" => new(ReadArray(json), null),
            "group" => new(null, json.Field("attributes")),
            _ => default,
        };
    }

    /// <summary>Null if it is invalid, or if its chunk grid or chunk key encoding is not in the core specification.</summary>
    private ReadArray? ReadArray(JsonElement json)
    {
        if (json.Extents("shape", 0) is not { } shape || NameIn(json.Field("data_type")) is not { } type
            || json.Field("chunk_grid") is not { } grid || NameIn(grid) != "regular" || grid.Field("configuration")?.Extents("chunk_shape", 1) is not { } chunks
            || chunks.Count != shape.Count || Keys(json) is not { } keys)
            return null;
        var codecs = ReadCodecs(json);
        return new ReadArray(this, new ArrayMetadata(shape, new ChunkGrid(chunks, codecs.InnerShape), Parse(type, codecs.BigEndian)) { Codecs = codecs.Chain }, keys);
    }

    private static ChunkKeyEncoding? Keys(JsonElement json)
    {
        var encoding = json.Field("chunk_key_encoding");
        var (prefix, separator) = NameIn(encoding) switch
        {
            "default" => (true, "/"),
            "v2" => (false, "."),
            _ => (false, null),
        };
        if (encoding?.Field("configuration")?.Field("separator") is { } said)
            separator = said.ValueKind == JsonValueKind.String ? said.GetString() : null;
        return separator is "." or "/" ? new ChunkKeyEncoding(prefix, separator[0]) : null;
    }

    /// <summary>Codecs before the array-to-bytes codec work on samples, codecs after it on bytes.</summary>
    private static (CodecChain Chain, bool BigEndian, IReadOnlyList<long>? InnerShape) ReadCodecs(JsonElement json)
    {
        if (json.Field("codecs") is not { ValueKind: JsonValueKind.Array } list)
            return (CodecChain.None, false, null);
        var (filters, compressors, bigEndian, isBytes, inner) = (new List<CodecSpec>(), new List<CodecSpec>(), false, false, (IReadOnlyList<long>?)null);
        foreach (var codec in list.EnumerateArray())
        {
            var (name, settings) = (NameIn(codec), codec.Field("configuration"));
            if (name == "bytes")
                (isBytes, bigEndian) = (true, settings?.Text("endian") == "big");
            else if (name == "sharding_indexed" && settings?.Extents("chunk_shape", 1) is { } shape)
                (isBytes, inner) = (true, shape);
            else if (name is not null)
                (isBytes ? compressors : filters).Add(new CodecSpec(name));
        }
        return (new CodecChain(filters, compressors), bigEndian, inner);
    }

    /// <summary>The name of an extension point, which is an object with a name or the name alone.</summary>
    private static string? NameIn(JsonElement? extension) =>
        extension is { ValueKind: JsonValueKind.String } name ? name.GetString() : extension?.Text("name");

    private DataType Parse(string name, bool bigEndian)
    {
        foreach (var kind in "uifc")
            for (var size = 1; size <= 16; size *= 2)
                if (name == NameOf(new DataType(kind, size, false)))
                    return new DataType(kind, size, bigEndian && size > 1);
        return DataType.Foreign(name);
    }

    private static string Kind(char kind) => kind switch
    {
        'u' => "uint",
        'i' => "int",
        'f' => "float",
        _ => "complex",
    };
}
