using System.Text.Json;
using OmeFs.Core.Arrays;

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

    public static byte[] Array(VirtualArray array) => JsonDocuments.Write(json =>
    {
        WriteExtent(json, "chunks", array.ChunkShape);
        if (array.Compressor == ChunkCompressor.Zlib)
        {
            json.WriteStartObject("compressor");
            json.WriteString("id", "zlib");
            json.WriteNumber("level", ZlibLevel);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("compressor");
        }
        json.WriteString("dimension_separator", "/");
        json.WriteString("dtype", array.Type.ToString());
        WriteFill(json, array);
        json.WriteNull("filters");
        json.WriteString("order", "C");
        WriteExtent(json, "shape", array.Shape);
        json.WriteNumber("zarr_format", 2);
    });

    /// <summary>All documents of a hierarchy in one. *Spec:* zarr-python's consolidated metadata, format 1.</summary>
    public static byte[] Consolidated(IEnumerable<(string Key, byte[] Document)> documents) => JsonDocuments.Write(json =>
    {
        json.WriteStartObject("metadata");
        foreach (var (key, document) in documents)
        {
            json.WritePropertyName(key);
            json.WriteRawValue(document, skipInputValidation: true);
        }
        json.WriteEndObject();
        json.WriteNumber("zarr_consolidated_format", 1);
    });

    private static void WriteExtent(Utf8JsonWriter json, string name, Extent5 extent)
    {
        json.WriteStartArray(name);
        for (var axis = 0; axis < Extent5.Rank; axis++)
            json.WriteNumberValue(extent[axis]);
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
