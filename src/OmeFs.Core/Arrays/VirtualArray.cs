using System.Buffers;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>One level of a series as a Zarr array: what it is, and its chunks as virtual files. Immutable; safe from many threads.</summary>
/// <param name="metadata">Of the axes t, c, z, y, x; or of a sixth behind them, for the interleaved samples of a pixel.</param>
public sealed class VirtualArray(ArrayMetadata metadata, IChunkStore chunks, Provenance provenance)
{
    public ArrayMetadata Metadata => metadata;

    public IChunkStore Chunks => chunks;

    public Provenance Provenance => provenance;

    public DataType Type => metadata.Type;

    /// <summary>The samples of chunks that are missing.</summary>
    public FillValue Fill { get; } = metadata.Fill ?? FillValue.Zero(metadata.Type);

    /// <summary>Samples along t, c, z, y, x.</summary>
    public ArrayShape Shape { get; } = ArrayShape.Of(metadata.Shape);

    /// <summary>Samples of one chunk along the five axes.</summary>
    public ArrayShape ChunkShape { get; } = ArrayShape.Of(metadata.Chunks.ChunkShape);

    /// <summary>Whether the samples of a pixel lie next to each other in a chunk, along a sixth axis.</summary>
    public bool IsInterleaved => metadata.Shape.Count > ArrayShape.Rank;

    /// <summary>Chunks along the five axes.</summary>
    public ArrayShape Grid => Shape.GridOf(ChunkShape);

    /// <summary>What <see cref="CountMissingAsync"/> costs: one for each row of chunks that is looked up, and one for each thousand chunks of it.</summary>
    public long CountingCost => (Grid.Volume / Grid.X) + (Grid.Volume / 1024);

    /// <summary>Counts the chunks that are Missing. Reads all segment tables, and asks for every row that the shape claims: see <see cref="CountingCost"/>.</summary>
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

    /// <summary>Whether no chunk is Missing. Of more than <paramref name="most"/> chunks nobody asks: then, and where a table is damaged, false.</summary>
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
