using System.Text.Json;
using System.Text.Json.Nodes;
using OmeFs.Core.Arrays;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr;

/// <summary>The documents of Zarr format 2. *Spec:* Zarr storage specification version 2, "Metadata".</summary>
internal static class ZarrV2
{
    public const string GroupKey = ".zgroup";
    public const string ArrayKey = ".zarray";
    public const string AttributesKey = ".zattrs";
    public const string ConsolidatedKey = ".zmetadata";

    /// <summary>zlib's default; decoders ignore it.</summary>
    private const int ZlibLevel = 6;

    public static byte[] Group() => JsonDocuments.Write(json => json.WriteNumber("zarr_format", 2));

    /// <summary>Chunks of an array whose tables are looked at before a reader gets its document. Arbitrary.</summary>
    private const int MostChunksLookedAt = 65_536;

    /// <summary>Whether the document is known only when somebody reads it: <see cref="LateArray"/>, else <see cref="Array(VirtualArray)"/>.</summary>
    public static bool IsLate(VirtualArray array) => array.Type.Kind == 'c';

    public static byte[] Array(VirtualArray array) => Array(array, hasFill: true);

    /// <summary>
    /// No client but zarr-python 2 reads the fill value that it writes for complex numbers, [0, 0]: zarr-python 3.0 cannot read the array, GDAL cannot open
    /// it. So it is null, which means none and which all read, as long as no chunk is missing; then the document ends with the spaces that are left.
    /// </summary>
    public static TreeDocument LateArray(VirtualArray array)
    {
        var document = Array(array, hasFill: true);
        var isWhole = new Lazy<Task<bool>>(() => array.HasAllChunksAsync(MostChunksLookedAt));
        return TreeDocument.Late(() => document.Length, async () =>
            await isWhole.Value ? JsonDocuments.Padded(Array(array, hasFill: false), document.Length) : document);
    }

    private static byte[] Array(VirtualArray array, bool hasFill) => JsonDocuments.Write(json =>
    {
        WriteExtent(json, "chunks", array.ChunkShape, array.Interleaved);
        WriteCompressor(json, array);
        json.WriteString("dimension_separator", "/");
        json.WriteString("dtype", array.Type.ToString());
        if (hasFill)
            WriteFill(json, array);
        else
            json.WriteNull("fill_value");
        WriteFilters(json, array.Codecs?.Filter);
        json.WriteString("order", "C");
        WriteExtent(json, "shape", array.Shape, array.Interleaved);
        json.WriteNumber("zarr_format", 2);
    });

    /// <summary>All documents of a hierarchy in one, byte for byte. *Spec:* zarr-python's consolidated metadata, format 1.</summary>
    public static TreeDocument Consolidated(IReadOnlyList<(string Key, TreeDocument Document)> documents)
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
        return TreeDocument.Joined(frame, [.. places], [.. documents.Select(document => document.Document)]);
    }

    /// <param name="interleaved">Samples that are counted along a sixth axis; 1 without it.</param>
    private static void WriteExtent(Utf8JsonWriter json, string name, ArrayShape extent, int interleaved)
    {
        json.WriteStartArray(name);
        foreach (var length in (ReadOnlySpan<int>)[extent.T, extent.C / interleaved, extent.Z, extent.Y, extent.X])
            json.WriteNumberValue(length);
        if (interleaved > 1)
            json.WriteNumberValue(interleaved);
        json.WriteEndArray();
    }

    private static void WriteCompressor(Utf8JsonWriter json, VirtualArray array)
    {
        json.WritePropertyName("compressor");
        if (array.Codecs?.Compressor is { } compressor)
        {
            compressor.WriteTo(json);
        }
        else if (array.Compressor == ChunkCompressor.Zlib)
        {
            json.WriteStartObject();
            json.WriteString("id", "zlib");
            json.WriteNumber("level", ZlibLevel);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteFilters(Utf8JsonWriter json, JsonObject? filter)
    {
        json.WritePropertyName("filters");
        if (filter is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartArray();
        filter.WriteTo(json);
        json.WriteEndArray();
    }

    private static void WriteFill(Utf8JsonWriter json, VirtualArray array)
    {
        json.WritePropertyName("fill_value");
        var fill = array.Fill.Number;
        if (array.Type.Kind == 'c')
        {
            json.WriteStartArray();
            json.WriteNumberValue(0);
            json.WriteNumberValue(0);
            json.WriteEndArray();
        }
        else if (double.IsFinite(fill))
        {
            json.WriteNumberValue(fill);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(fill) ? "NaN" : fill > 0 ? "Infinity" : "-Infinity");
        }
    }
}
