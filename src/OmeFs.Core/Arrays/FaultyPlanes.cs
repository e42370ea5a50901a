using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// A level with some planes that cannot be shown. Their chunks exist, and reading one is an error: clients would read a missing chunk as the
/// fill value.
/// </summary>
/// <param name="others">All other planes.</param>
/// <param name="samplesPerChunk">Samples that a chunk has along c.</param>
/// <param name="chunkBytes">Bytes of such a chunk, as if it were uncompressed.</param>
internal sealed class FaultyPlanes(
    IChunkStore others, LevelSegments level, IReadOnlyDictionary<IfdLayout, OmeFsException> faults, int samplesPerChunk, long chunkBytes) : IChunkStore
{
    /// <summary>Why such a level is not written into a reference document.</summary>
    public const string Word = "some of its planes cannot be shown";

    public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
    {
        if (FaultOf(first) is null)
            return others.SizesAsync(first, sizes, cancellation);
        sizes.Span.Fill(chunkBytes);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default) =>
        FaultOf(chunk) is { } fault ? throw new OmeFsException(fault.Kind, fault.Message) : others.ReadAsync(chunk, offset, buffer, cancellation);

    private OmeFsException? FaultOf(ChunkIndex chunk) =>
        level.TryFind(chunk.T, chunk.C * samplesPerChunk, chunk.Z, out var ifd) ? faults.GetValueOrDefault(ifd.Layout) : null;
}
