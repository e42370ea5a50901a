using OmeFs.Core;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Composition;

/// <summary>Recognises stores of references in Parquet: folders with a `.zmetadata` that says how many references a Parquet file has.</summary>
internal static class ParquetStores
{
    /// <summary>The `.zmetadata` of the store that a user named, by its folder or by that file itself; null for anything else.</summary>
    public static async Task<SourceAddress?> DocumentAtAsync(SourceAddress named, CancellationToken cancellation)
    {
        if (named.LocalPath is not { } path)
            return null;
        var document = named.FileName == ParquetView.DocumentName ? path : LocalFolder.At(named) is { } folder ? Path.Join(folder, ParquetView.DocumentName) : null;
        return document is not null && SourceAddress.OfPath(document) is var address && await IsOneAsync(address, cancellation) ? address : null;
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: images are expected.</exception>
    public static async Task MustNotBeAsync(SourceAddress named, CancellationToken cancellation)
    {
        if (await DocumentAtAsync(named, cancellation) is not null)
            throw new OmeFsException(FaultKind.Unsupported, $"{named}: is a store of references in Parquet, which only 'omefs mount' and 'omefs inspect' take; an image expected");
    }

    /// <summary>It may be anything: a named pipe, a device, a link that leads nowhere. Only a regular file is ever read.</summary>
    private static async Task<bool> IsOneAsync(SourceAddress document, CancellationToken cancellation)
    {
        try
        {
            using var opened = await SourceOpeners.ForNamed.OpenAsync(document, cancellation);
            return ParquetView.IsStore(opened.Source);
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            return false; // opening the folder says what is wrong
        }
    }
}
