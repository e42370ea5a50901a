using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Tree;

/// <summary>Chunks whose presence, size and bytes follow from a seed and their place.</summary>
internal sealed class ModelStore(int seed) : IChunkStore
{
    public long SizeOf(ChunkIndex chunk)
    {
        var hash = Hash(chunk);
        return hash % 4 == 0 ? IChunkStore.Missing : hash % 97;
    }

    public byte[] BytesOf(ChunkIndex chunk) => [.. Enumerable.Range(0, (int)Math.Max(0, SizeOf(chunk))).Select(i => (byte)(Hash(chunk) + (i * 7)))];

    public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        for (var i = 0; i < sizes.Length; i++)
            sizes.Span[i] = SizeOf(first with { X = first.X + i });
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (SizeOf(chunk) == IChunkStore.Missing)
            throw new OmeFsException(FaultKind.NotFound, $"chunk {chunk} is missing");
        var rest = BytesOf(chunk).AsSpan((int)Math.Min(offset, SizeOf(chunk)));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    private uint Hash(ChunkIndex chunk)
    {
        var hash = (uint)seed;
        for (var axis = 0; axis < ArrayShape.Rank; axis++)
            hash = (hash ^ (uint)chunk[axis]) * 2_654_435_761;
        return hash >> 7;
    }
}
