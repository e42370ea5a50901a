namespace OmeFs.Reports;

/// <summary>What a reference document holds.</summary>
/// <param name="Keys">How many files are shown.</param>
/// <param name="Counts">The rest, which only `inspect` counts.</param>
internal sealed record ReferenceReport(long Keys, ReferenceCounts? Counts);

/// <param name="VirtualBytes">Of ranges; targets as a whole are not asked.</param>
/// <param name="Images">Paths of OME-Zarr images, "" for the root.</param>
internal sealed record ReferenceCounts(
    long VirtualKeys,
    long VirtualBytes,
    long InlineKeys,
    long InlineBytes,
    IReadOnlyList<TargetReport> Targets,
    IReadOnlyList<ReferredArrayReport> Arrays,
    IReadOnlyList<string> Images);

/// <param name="Prefix">Folder, host or bucket.</param>
/// <param name="Targets">How many different URLs.</param>
internal sealed record TargetReport(string Prefix, int Targets, long Keys, long Bytes, bool Refused);

/// <param name="ZarrFormat">2 or 3.</param>
/// <param name="Chunks">The shape of a chunk, or of a shard where chunks lie in shards.</param>
/// <param name="Compressor">Of format 2 the compressor, of format 3 all codecs but "bytes".</param>
/// <param name="ChunksByOrigin">"virtual", "inline", "missing": how many.</param>
internal sealed record ReferredArrayReport(
    string Path, int ZarrFormat, IReadOnlyList<long> Shape, IReadOnlyList<long> Chunks, string Dtype, string? Compressor, IReadOnlyDictionary<string, long> ChunksByOrigin);
