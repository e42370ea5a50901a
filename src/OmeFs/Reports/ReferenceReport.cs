namespace OmeFs.Reports;

/// <summary>The content of references.</summary>
/// <param name="Keys">The number of files shown; for a mounted store in Parquet, an upper bound.</param>
/// <param name="Counts">Further counts; only for `inspect`.</param>
internal sealed record ReferenceReport(long Keys, ReferenceCounts? Counts);

/// <param name="VirtualBytes">Bytes of ranges. Targets without a range are not counted, because their length is not known.</param>
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
/// <param name="Targets">The number of different URLs.</param>
internal sealed record TargetReport(string Prefix, int Targets, long Keys, long Bytes, bool Refused);

/// <param name="ZarrFormat">2 or 3.</param>
/// <param name="Chunks">The shape of a chunk; of a shard if chunks are in shards.</param>
/// <param name="Compressor">For format 2, the compressor; for format 3, all codecs except "bytes".</param>
/// <param name="ChunksByOrigin">The number of "virtual", "inline" and "missing" chunks.</param>
internal sealed record ReferredArrayReport(
    string Path, int ZarrFormat, IReadOnlyList<long> Shape, IReadOnlyList<long> Chunks, string Dtype, string? Compressor, IReadOnlyDictionary<string, long> ChunksByOrigin);
