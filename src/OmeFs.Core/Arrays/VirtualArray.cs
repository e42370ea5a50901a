using System.Buffers;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>One level of a series as a Zarr array: its metadata, and its chunks as virtual files. Immutable; safe from many threads.</summary>
/// <param name="metadata">Has the axes t, c, z, y, x, and a sixth axis last if the samples of a pixel are interleaved.</param>
public sealed class VirtualArray(ArrayMetadata metadata, IChunkStore chunks, Provenance provenance)
{
    public ArrayMetadata Metadata => metadata;

    public IChunkStore Chunks => chunks;

    public Provenance Provenance => provenance;

    public DataType Type => metadata.Type;

    /// <summary>The value of all samples of Missing chunks.</summary>
    internal FillValue Fill { get; } = metadata.Fill ?? FillValue.Zero(metadata.Type);

    /// <summary>Samples along t, c, z, y, x.</summary>
    public ArrayShape Shape { get; } = ArrayShape.Of(metadata.Shape);

    /// <summary>Samples of one chunk along the five axes.</summary>
    public ArrayShape ChunkShape { get; } = ArrayShape.Of(metadata.Chunks.ChunkShape);

    /// <summary>Whether the samples of a pixel are adjacent in a chunk, along a sixth axis.</summary>
    public bool IsInterleaved => metadata.Shape.Count > ArrayShape.Rank;

    /// <summary>Chunks along the five axes.</summary>
    public ArrayShape Grid => Shape.GridOf(ChunkShape);

    /// <summary>The cost of <see cref="CountMissingAsync"/>: 1 for each row of chunks, and 1 for each thousand chunks in it.</summary>
    public long CountingCost => (Grid.Volume / Grid.X) + (Grid.Volume / 1024);

    /// <summary>Counts the Missing chunks. Reads all segment tables; <see cref="CountingCost"/> gives the cost.</summary>
    /// <returns>How many there are, and how many of them are in the last row of their plane.</returns>
    public async Task<(long All, long InLastRow)> CountMissingAsync(CancellationToken cancellation = default)
    {
        var grid = Grid;
        var (missing, inLastRow) = (0L, 0L);
        var sizes = ArrayPool<long>.Shared.Rent(Math.Min(grid.X, 65_536));
        for (long row = 0; row < grid.Volume; row += grid.X)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = ChunkIndex.At(row, grid);
            for (var x = 0; x < grid.X; x += sizes.Length)
            {
                var run = sizes.AsMemory(0, Math.Min(sizes.Length, grid.X - x));
                await Chunks.SizesAsync(first with { X = x }, run, cancellation);
                var here = run.Span.Count(IChunkStore.Missing);
                missing += here;
                inLastRow += first.Y == grid.Y - 1 ? here : 0;
            }
        }
        ArrayPool<long>.Shared.Return(sizes);
        return (missing, inLastRow);
    }

    /// <summary>Whether no chunk is Missing. False if there are more than <paramref name="most"/> chunks, or a table is damaged.</summary>
    public async Task<bool> HasAllChunksAsync(long most)
    {
        var grid = Grid;
        if (grid.Volume > most)
            return false;
        var sizes = new long[grid.X];
        try
        {
            for (long row = 0; row < grid.Volume; row += grid.X)
            {
                await Chunks.SizesAsync(ChunkIndex.At(row, grid), sizes);
                if (sizes.Contains(IChunkStore.Missing))
                    return false;
            }
            return true;
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            return false;
        }
    }
}
