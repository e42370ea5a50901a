using System.Text.Json;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Records;
using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.References.Metadata;

/// <summary>What a metadata document of Zarr says about its folder. Nothing, if it is not a metadata document or is invalid.</summary>
/// <param name="Array">Null if the folder is not an array.</param>
/// <param name="IsImage">Whether it is an OME-Zarr image.</param>
internal readonly record struct FolderMetadata(ReadArray? Array, bool IsImage)
{
    /// <summary>Arbitrary; the documents of real arrays have a few hundred bytes.</summary>
    private const int MostBytes = 1 << 20;

    /// <param name="key">The document's key.</param>
    /// <param name="document">An inline value.</param>
    public static FolderMetadata Read(ReadOnlySpan<byte> key, Reference document)
    {
        var name = key[(key.LastIndexOf(KeyRules.Separator) + 1)..];
        if (ZarrFormats.WithDocument(name) is not { } format || document.Length > MostBytes)
            return default;
        try
        {
            using var json = JsonDocument.Parse(PythonConstants.Quoted(document.Inline.Span));
            var read = format.Read(name, json.RootElement);
            return new FolderMetadata(read.Array, IsImageIn(format, read.Attributes));
        }
        catch (Exception senseless) when (senseless is JsonException or InvalidOperationException)
        {
            // The document is shown unchanged; its reader has to handle invalid JSON. Strings that are not valid Unicode are found only when they are read.
            return default;
        }
    }

    /// <summary>*Spec:* OME-NGFF 0.4 "multiscales" in Zarr 2; OME-NGFF 0.5, "OME-Zarr Metadata", in Zarr 3.</summary>
    private static bool IsImageIn(IZarrFormat format, JsonElement? attributes) =>
        (format.Version == 2 ? attributes : attributes?.Field("ome"))?.Field("multiscales") is not null;
}
