using System.Text.Json;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.Keys;

namespace OmeFs.Core.References.Metadata;

/// <summary>What one metadata document of Zarr says of its folder: nothing, where it is none or makes no sense.</summary>
/// <param name="Array">Null where the folder is no array.</param>
/// <param name="IsImage">Whether it is an OME-Zarr image.</param>
internal readonly record struct FolderMetadata(ArrayForm? Array, bool IsImage)
{
    /// <summary>Arbitrary; the documents of real arrays have some hundred bytes.</summary>
    private const int MostBytes = 1 << 20;

    /// <param name="key">The document's.</param>
    /// <param name="document">An inline value.</param>
    public static FolderMetadata Read(ReadOnlySpan<byte> key, Reference document)
    {
        var name = key[(key.LastIndexOf(KeyRules.Separator) + 1)..];
        Func<JsonElement, FolderMetadata>? read = name.SequenceEqual(".zarray"u8) ? json => new(ZarrV2.Array(json), false)
            : name.SequenceEqual(".zattrs"u8) ? json => new(null, ZarrV2.IsImage(json))
            : name.SequenceEqual("zarr.json"u8) ? json => new(ZarrV3.Array(json), ZarrV3.IsImage(json))
            : null;
        return read is null || document.Length > MostBytes ? default : Parse(document, read);
    }

    private static FolderMetadata Parse(Reference document, Func<JsonElement, FolderMetadata> read)
    {
        try
        {
            using var json = JsonDocument.Parse(PythonConstants.Quoted(document.Inline.Span));
            return read(json.RootElement);
        }
        catch (Exception senseless) when (senseless is JsonException or InvalidOperationException)
        {
            // Shown as it is; that it is no JSON is a matter of who reads it. Strings that are no text are found only when they are taken.
            return default;
        }
    }
}
