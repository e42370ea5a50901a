namespace OmeFs.Core.Zarr.Model;

/// <summary>How an array is cut into chunks: all of one shape, the first at the array's origin.</summary>
/// <param name="ChunkShape">Samples of one file (a chunk, or a shard) along each axis. Never 0.</param>
/// <param name="InnerShape">Samples of a chunk inside a shard, along each axis; null if a file is one chunk.</param>
public sealed record ChunkGrid(IReadOnlyList<long> ChunkShape, IReadOnlyList<long>? InnerShape = null)
{
    /// <summary>The number of files along each axis of an array. The last ones may extend past the array's end.</summary>
    public long[] Counts(IReadOnlyList<long> shape) => [.. shape.Zip(ChunkShape, (length, chunk) => (length / chunk) + (length % chunk > 0 ? 1 : 0))];
}
