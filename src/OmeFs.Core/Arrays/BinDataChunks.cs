using OmeFs.Core.BinData;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>Assembled: each chunk is a band of rows of a plane stored in BinData. A plane is Missing if its BinData is empty or absent.</summary>
/// <param name="bandRows">Rows of one chunk.</param>
internal sealed class BinDataChunks(BinDataPlanes planes, BinDataDecoder decoder, PlaneLayout plane, int bandRows) : IChunkStore
{
    private long ChunkBytes => bandRows * plane.RowBytes;

    public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        sizes.Span.Fill(planes.TryFind(first.T, first.C, first.Z, out _, out _) ? ChunkBytes : IChunkStore.Missing);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (!planes.TryFind(chunk.T, chunk.C, chunk.Z, out var number, out var element))
            throw IChunkStore.NoSuchChunk(chunk);
        if (offset >= ChunkBytes)
            return 0;
        var count = (int)Math.Min(buffer.Length, ChunkBytes - offset);
        var start = (chunk.Y * ChunkBytes) + offset;
        var inImage = (int)Math.Clamp(plane.Bytes - start, 0, count);
        if (inImage > 0)
            await decoder.ReadAsync(number, element, start, buffer[..inImage], cancellation);
        buffer.Span[inImage..count].Clear();
        return count;
    }
}
