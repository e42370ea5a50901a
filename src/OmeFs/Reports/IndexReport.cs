namespace OmeFs.Reports;

/// <summary>What `omefs index` wrote: `--json`. Names in JSON are snake_case.</summary>
/// <param name="Output">"-" for standard output.</param>
/// <param name="Bytes">Length of the file; null for standard output.</param>
internal sealed record IndexReport(string Source, string Output, long? Bytes)
{
    /// <summary>Set for a reference document; null for IFD offsets.</summary>
    public IndexedReferences? References { get; init; }

    /// <summary>The number of IFD offsets; null for a reference document.</summary>
    public int? Offsets { get; init; }
}

/// <param name="Urls">The URLs of the files in the document.</param>
/// <param name="Chunks">Chunks that are one range of a file.</param>
/// <param name="Copied">Chunks that are not a single range and are copied into the document.</param>
/// <param name="CopiedBytes">Bytes of the copied chunks, before base64.</param>
/// <param name="Missing">Chunks that the source does not have; they read as the fill value.</param>
/// <param name="Codecs">The ids of codecs beyond Zarr's own that readers need.</param>
/// <param name="LeftOut">Levels that no Zarr client could read from references.</param>
internal sealed record IndexedReferences(
    IReadOnlyList<string> Urls,
    long Chunks,
    long Copied,
    long CopiedBytes,
    long Missing,
    IReadOnlyList<string> Codecs,
    IReadOnlyList<LeftOutReport> LeftOut,
    IReadOnlyList<string> Notices);

/// <param name="Path">The path of the level in the source's own tree.</param>
internal sealed record LeftOutReport(string Path, string Why);
