using System.Text.Json;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>Zarr format 2. *Spec:* Zarr storage specification version 2, "Metadata".</summary>
internal sealed class ZarrV2Format : IZarrFormat, IZarrWriter
{
    private const string GroupKey = ".zgroup", ArrayKey = ".zarray", AttributesKey = ".zattrs", ConsolidatedKey = ".zmetadata";

    private static readonly TreeDocument GroupDocument = TreeDocument.Of(JsonDocuments.Write(json => json.WriteNumber("zarr_format", 2)));

    private ZarrV2Format()
    {
    }

    public static ZarrV2Format Instance { get; } = new();

    public int Version => 2;

    /// <summary>Nested folders, separated by '/'.</summary>
    public ChunkKeyEncoding Keys { get; } = new(Prefix: false, '/');

    /// <summary>NumPy's name: "|u1", "&lt;u2", "&gt;f4".</summary>
    public string NameOf(DataType type) => type.ToString();

    public IEnumerable<ZarrDocument> Group(ZarrAttributes? attributes)
    {
        yield return new ZarrDocument(GroupKey, GroupDocument);
        if (attributes is not null)
            yield return new ZarrDocument(AttributesKey, Attributes(attributes));
    }

    public IEnumerable<ZarrDocument> Array(ArrayMetadata array, Func<Task<bool>> isWhole)
    {
        yield return new ZarrDocument(ArrayKey, array.Type.Kind == 'c' ? LazyArray(array, isWhole) : TreeDocument.Of(Array(array, hasFill: true)));
        if (array.DimensionNames is { } names)
            yield return new ZarrDocument(AttributesKey, TreeDocument.Of(JsonDocuments.Write(json => WriteNames(json, names))));
    }

    /// <summary>Each document byte for byte, in one of its own. *Spec:* zarr-python's consolidated metadata, format 1.</summary>
    public ZarrDocument Consolidated(IReadOnlyList<ZarrDocument> documents)
    {
        var places = new List<int>(documents.Count);
        var frame = JsonDocuments.Write(json =>
        {
            json.WriteStartObject("metadata");
            foreach (var (key, _) in documents)
            {
                json.WritePropertyName(key);
                json.WriteRawValue("0"u8, skipInputValidation: true);
                places.Add(checked((int)(json.BytesCommitted + json.BytesPending)) - 1);
            }
            json.WriteEndObject();
            json.WriteNumber("zarr_consolidated_format", 1);
        });
        return new ZarrDocument(ConsolidatedKey, TreeDocument.Joined(frame, [.. places], [.. documents.Select(document => document.Document)]));
    }

    public bool HasDocument(ReadOnlySpan<byte> key) => key.SequenceEqual(".zarray"u8) || key.SequenceEqual(".zattrs"u8);

    public ReadDocument Read(ReadOnlySpan<byte> key, JsonElement json) => key.SequenceEqual(".zarray"u8) ? new(ReadArray(json), null) : new(null, json);

    /// <summary>Null if it is invalid.</summary>
    private ReadArray? ReadArray(JsonElement json)
    {
        if (json.Extents("shape", 0) is not { } shape || json.Extents("chunks", 1) is not { } chunks || shape.Count != chunks.Count || json.Field("dtype") is not { } dtype)
            return null;
        var type = DataType.Parse(dtype.ToString());
        CodecSpec[] compressors = json.Field("compressor")?.Field("id") is { } id ? [new(id.ToString())] : [];
        var metadata = new ArrayMetadata(shape, new ChunkGrid(chunks), type) { Codecs = new CodecChain(Filters(json), compressors) };
        // Writers that do not say it have either.
        return new ReadArray(this, metadata, new ChunkKeyEncoding(Prefix: false, json.Text("dimension_separator") is ['.' or '/'] word ? word[0] : null));
    }

    private static IReadOnlyList<CodecSpec> Filters(JsonElement json) => json.Field("filters") is not { ValueKind: JsonValueKind.Array } filters
        ? []
        : [.. filters.EnumerateArray().Select(filter => filter.Text("id")).OfType<string>().Select(id => new CodecSpec(id))];

    private static TreeDocument Attributes(ZarrAttributes attributes)
    {
        if (!attributes.IsLate)
            return TreeDocument.Of(JsonDocuments.Write(attributes.Longest));
        var length = new Lazy<int>(() => JsonDocuments.Write(attributes.Longest).Length);
        return TreeDocument.Lazy(() => length.Value, async () => JsonDocuments.Padded(JsonDocuments.Write(await attributes.MakeAsync()), length.Value));
    }

    /// <summary>
    /// Only zarr-python 2 reads its own fill value for complex numbers, [0, 0]: zarr-python 3.0 cannot read the array, GDAL cannot open it. All read
    /// null, which means no fill value. So null is written if no chunk is missing, and spaces at the document's end fill the rest of its length.
    /// </summary>
    private static TreeDocument LazyArray(ArrayMetadata array, Func<Task<bool>> isWhole)
    {
        var document = Array(array, hasFill: true);
        var whole = new Lazy<Task<bool>>(isWhole);
        return TreeDocument.Lazy(() => document.Length, async () => await whole.Value ? JsonDocuments.Padded(Array(array, hasFill: false), document.Length) : document);
    }

    private static byte[] Array(ArrayMetadata array, bool hasFill) => JsonDocuments.Write(json =>
    {
        WriteLengths(json, "chunks", array.Chunks.ChunkShape);
        json.WritePropertyName("compressor");
        WriteCodec(json, array.Codecs.Compressors.SingleOrDefault());
        json.WriteString("dimension_separator", "/");
        json.WriteString("dtype", array.Type.ToString());
        json.WritePropertyName("fill_value");
        WriteFill(json, hasFill ? array.Fill : null, array.Type);
        WriteFilters(json, array.Codecs.Filters);
        json.WriteString("order", "C");
        WriteLengths(json, "shape", array.Shape);
        json.WriteNumber("zarr_format", 2);
    });

    /// <summary>The attribute in which xarray, GDAL and Neuroglancer look for the names of axes. *Spec:* xarray, "Zarr encoding specification".</summary>
    private static void WriteNames(Utf8JsonWriter json, IReadOnlyList<string> names)
    {
        json.WriteStartArray("_ARRAY_DIMENSIONS");
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void WriteLengths(Utf8JsonWriter json, string name, IReadOnlyList<long> lengths)
    {
        json.WriteStartArray(name);
        foreach (var length in lengths)
            json.WriteNumberValue(length);
        json.WriteEndArray();
    }

    private static void WriteCodec(Utf8JsonWriter json, CodecSpec? codec)
    {
        if (codec is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("id", codec.Name);
        foreach (var (name, setting) in codec.Settings ?? [])
        {
            json.WritePropertyName(name);
            if (setting is null)
                json.WriteNullValue();
            else
                setting.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter json, IReadOnlyList<CodecSpec> filters)
    {
        json.WritePropertyName("filters");
        if (filters.Count == 0)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartArray();
        foreach (var filter in filters)
            WriteCodec(json, filter);
        json.WriteEndArray();
    }

    private static void WriteFill(Utf8JsonWriter json, FillValue? fill, DataType type)
    {
        if (fill is null)
        {
            json.WriteNullValue();
        }
        else if (type.Kind == 'c')
        {
            json.WriteStartArray();
            json.WriteNumberValue(0);
            json.WriteNumberValue(0);
            json.WriteEndArray();
        }
        else if (double.IsFinite(fill.Number))
        {
            json.WriteNumberValue(fill.Number);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(fill.Number) ? "NaN" : fill.Number > 0 ? "Infinity" : "-Infinity");
        }
    }
}
