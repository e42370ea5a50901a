namespace OmeFs.Core.References.Metadata;

/// <summary>An array as its metadata document describes it.</summary>
/// <param name="Chunks">The shape of a chunk; of a shard where chunks lie in shards. Never 0, and as many numbers as <paramref name="Shape"/> has.</param>
/// <param name="Compressor">What chunks are packed by, as words; null for nothing.</param>
internal sealed record ArrayForm(int ZarrFormat, IReadOnlyList<long> Shape, IReadOnlyList<long> Chunks, string Dtype, string? Compressor, ChunkNames Names)
{
    /// <summary>How many chunks there are along each axis.</summary>
    public long[] Grid() => [.. Shape.Zip(Chunks, (extent, chunk) => (extent / chunk) + (extent % chunk > 0 ? 1 : 0))];
}
