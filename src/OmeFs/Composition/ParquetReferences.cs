using System.Text.Json;
using OmeFs.Core;

namespace OmeFs.Composition;

/// <summary>Recognises folders of references in Parquet, which omefs cannot read. As folders of images, they would seem empty.</summary>
internal static class ParquetReferences
{
    /// <summary>Arbitrary; the document has the metadata of all arrays.</summary>
    private const long LargestDocument = 64 << 20;

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: it is such a folder.</exception>
    public static void MustNotBe(string folder)
    {
        var document = new FileInfo(Path.Join(folder, ".zmetadata"));
        if (document is { Exists: true, Length: <= LargestDocument } && HasRecordSize(document))
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"{folder}: is a folder of references in Parquet, which omefs cannot read; write them as one JSON document, as kerchunk and fsspec do, and mount that");
    }

    /// <summary>*Spec:* fsspec's LazyReferenceMapper writes beside "metadata" how many references a Parquet file has.</summary>
    private static bool HasRecordSize(FileInfo document)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(document.FullName));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("record_size", out _);
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            return false; // Unreadable or not JSON, so it is no such document.
        }
    }
}
