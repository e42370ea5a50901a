using OmeFs.Core;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Composition;

/// <summary>Recognises stores of references in Parquet: folders with a `.zmetadata` that says how many references a Parquet file has.</summary>
internal static class ParquetStores
{
    /// <summary>The `.zmetadata` of the store that a user named, by its folder or by that file itself; null for anything else.</summary>
    public static SourceAddress? DocumentAt(SourceAddress named)
    {
        if (named.LocalPath is not { } path)
            return null;
        var document = named.FileName == ParquetView.DocumentName ? path : LocalFolder.At(named) is { } folder ? Path.Join(folder, ParquetView.DocumentName) : null;
        return document is not null && IsOne(new FileInfo(document)) ? SourceAddress.OfPath(document) : null;
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: images are expected.</exception>
    public static void MustNotBe(SourceAddress named)
    {
        if (DocumentAt(named) is not null)
            throw new OmeFsException(FaultKind.Unsupported, $"{named}: is a store of references in Parquet, which only 'omefs mount' and 'omefs inspect' take; an image expected");
    }

    private static bool IsOne(FileInfo document)
    {
        try
        {
            return document is { Exists: true, Length: <= ParquetView.MaxDocumentBytes } && ParquetView.IsStore(File.ReadAllBytes(document.FullName));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return false; // opening the folder says what is wrong
        }
    }
}
