using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Zarr.Formats;

/// <summary>A version of Zarr that omefs shows: how it writes the metadata of groups and arrays, and how it names chunks.</summary>
internal interface IZarrWriter
{
    /// <summary>The chunk keys of arrays that omefs writes.</summary>
    ChunkKeyEncoding Keys { get; }

    /// <summary>The documents of a group.</summary>
    /// <param name="attributes">Null for none.</param>
    IEnumerable<ZarrDocument> Group(ZarrAttributes? attributes);

    /// <summary>The documents of an array.</summary>
    /// <param name="isWhole">Whether no chunk is missing; called when a document that depends on it is read.</param>
    IEnumerable<ZarrDocument> Array(ArrayMetadata array, Func<Task<bool>> isWhole);

    /// <summary>All documents of a hierarchy in one, which is at the root. If the root has a document of the same key, it replaces it.</summary>
    /// <param name="documents">With their keys from the root, that of the root itself first.</param>
    ZarrDocument Consolidated(IReadOnlyList<ZarrDocument> documents);
}
