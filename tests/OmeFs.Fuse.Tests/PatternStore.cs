using OmeFs.Core;
using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Fuse.Tests;

/// <summary>Chunks of one size whose every byte follows from chunk and offset. Some can be missing, fail, or take their time.</summary>
internal sealed class PatternStore(int size) : IChunkStore
{
    /// <summary>The chunk with this x is Missing; -1 for none.</summary>
    public int MissingX { get; init; } = -1;

    /// <summary>Thrown by reads while it is set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Reads wait for it where it is set.</summary>
    public Task? Gate { get; init; }

    /// <summary>Reads give this many bytes too few: a store that breaks its contract.</summary>
    public int Short { get; init; }

    public static byte ByteAt(int x, long offset) => (byte)((x * 31) + (offset * 7) + (offset >> 8));

    public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        for (var i = 0; i < sizes.Length; i++)
            sizes.Span[i] = first.X + i == MissingX ? IChunkStore.Missing : size;
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (Fault is not null)
            throw Fault;
        return Gate is null ? ValueTask.FromResult(Fill(chunk, offset, buffer.Span)) : LaterAsync(chunk, offset, buffer, cancellation);
    }

    private async ValueTask<int> LaterAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        await Gate!.WaitAsync(cancellation);
        return Fill(chunk, offset, buffer.Span);
    }

    private int Fill(ChunkIndex chunk, long offset, Span<byte> buffer)
    {
        if (chunk.X == MissingX)
            throw new OmeFsException(FaultKind.NotFound, "no such chunk");
        var count = (int)Math.Clamp(size - offset, 0, buffer.Length);
        for (var i = 0; i < count; i++)
            buffer[i] = ByteAt(chunk.X, offset + i);
        return Math.Max(0, count - Short);
    }
}
