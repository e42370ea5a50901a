namespace OmeFs.Core.Zarr.Model;

/// <summary>How an array is cut into chunks: all of one shape, the first at the array's origin.</summary>
/// <param name="ChunkShape">Samples along each axis of what is one file: a chunk, or a shard. Never 0.</param>
/// <param name="InnerShape">The chunks within a shard; null where a file is one chunk.</param>
public sealed record ChunkGrid(IReadOnlyList<long> ChunkShape, IReadOnlyList<long>? InnerShape = null)
{
    /// <summary>How many files there are along each axis of an array; those at the ends may reach over it.</summary>
    public long[] Counts(IReadOnlyList<long> shape) => [.. shape.Zip(ChunkShape, (length, chunk) => (length / chunk) + (length % chunk > 0 ? 1 : 0))];
}
