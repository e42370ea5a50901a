namespace OmeFs.Reports;

/// <summary>What `omefs index` wrote: `--json`. Names in JSON are snake_case.</summary>
/// <param name="Output">"-" for standard output.</param>
/// <param name="Bytes">Length of the file; null for standard output.</param>
internal sealed record IndexReport(string Source, string Output, long? Bytes)
{
    /// <summary>Of a reference document; null for IFD offsets.</summary>
    public IndexedReferences? References { get; init; }

    /// <summary>How many IFD offsets; null for a reference document.</summary>
    public int? Offsets { get; init; }
}

/// <param name="Urls">What the document calls the files that its references lead to.</param>
/// <param name="Chunks">That are one range of a file.</param>
/// <param name="Copied">That are no single range, and are in the document themselves.</param>
/// <param name="CopiedBytes">Of these, before base64.</param>
/// <param name="Missing">That the source does not have; they have the fill value.</param>
/// <param name="Codecs">Beyond Zarr's own that readers need, by their ids.</param>
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

/// <param name="Path">The level's, in the source's own tree.</param>
internal sealed record LeftOutReport(string Path, string Why);
