using System.Text.Json;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Records;
using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.References.Metadata;

/// <summary>What one metadata document of Zarr says of its folder: nothing, where it is none or makes no sense.</summary>
/// <param name="Array">Null where the folder is no array.</param>
/// <param name="IsImage">Whether it is an OME-Zarr image.</param>
internal readonly record struct FolderMetadata(ReadArray? Array, bool IsImage)
{
    /// <summary>Arbitrary; the documents of real arrays have some hundred bytes.</summary>
    private const int MostBytes = 1 << 20;

    /// <param name="key">The document's.</param>
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
            // Shown as it is; that it is no JSON is a matter of who reads it. Strings that are no text are found only when they are taken.
            return default;
        }
    }

    /// <summary>*Spec:* OME-NGFF 0.4 "multiscales" in Zarr 2; OME-NGFF 0.5, "OME-Zarr Metadata", in Zarr 3.</summary>
    private static bool IsImageIn(IZarrFormat format, JsonElement? attributes) =>
        (format.Version == 2 ? attributes : attributes?.Field("ome"))?.Field("multiscales") is not null;
}
