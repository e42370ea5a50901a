using OmeFs.Core.Arrays;

namespace OmeFs.Core.Tests.Tree;

/// <summary>Chunks whose presence, size and bytes follow from a seed and their place.</summary>
internal sealed class ModelStore(int seed) : IChunkStore
{
    public long SizeOf(Extent5 chunk)
    {
        var hash = Hash(chunk);
        return hash % 4 == 0 ? IChunkStore.Missing : hash % 97;
    }

    public byte[] BytesOf(Extent5 chunk) => [.. Enumerable.Range(0, (int)Math.Max(0, SizeOf(chunk))).Select(i => (byte)(Hash(chunk) + (i * 7)))];

    public ValueTask SizesAsync(Extent5 first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        for (var i = 0; i < sizes.Length; i++)
            sizes.Span[i] = SizeOf(first with { X = first.X + i });
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(Extent5 chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (SizeOf(chunk) == IChunkStore.Missing)
            throw new OmeFsException(FaultKind.NotFound, $"chunk {chunk} is missing");
        var rest = BytesOf(chunk).AsSpan((int)Math.Min(offset, SizeOf(chunk)));
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    private uint Hash(Extent5 chunk)
    {
        var hash = (uint)seed;
        for (var axis = 0; axis < Extent5.Rank; axis++)
            hash = (hash ^ (uint)chunk[axis]) * 2_654_435_761;
        return hash >> 7;
    }
}
