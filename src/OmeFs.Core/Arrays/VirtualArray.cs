using System.Buffers;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>How the bytes of a chunk file are compressed, in Zarr's terms.</summary>
public enum ChunkCompressor
{
    None,
    Zlib,
}

/// <summary>One level of a series as a Zarr array: its metadata, and its chunks as virtual files. Immutable; safe from many threads.</summary>
public sealed class VirtualArray
{
    public required DataType Type { get; init; }

    /// <summary>Samples along t, c, z, y, x.</summary>
    public required ArrayShape Shape { get; init; }

    /// <summary>Samples of one chunk along the five axes.</summary>
    public required ArrayShape ChunkShape { get; init; }

    public required ChunkCompressor Compressor { get; init; }

    public required FillValue Fill { get; init; }

    public required IChunkStore Chunks { get; init; }

    /// <summary>Which planes of the level cannot be shown, and why.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>How the file stores the level: "tiles 256×256, deflate".</summary>
    public required string Storage { get; init; }

    /// <summary>The origins by arithmetic alone; chunks that turn out to be Missing are still counted where they would be.</summary>
    public required IReadOnlyList<OriginShare> Origins { get; init; }

    /// <summary>Bytes that are decoded to read any part of a chunk, at most; 0 if a part of a chunk is read by itself.</summary>
    public required long DecodedBytes { get; init; }

    /// <summary>In the stead of <see cref="Compressor"/>, for an array that is written for clients which have these; null for all that is mounted.</summary>
    public ClientCodecs? Codecs { get; init; }

    /// <summary>
    /// Samples of a pixel that lie next to each other in a chunk; 1 for all that is mounted. Where there are more, <see cref="Shape"/> and
    /// <see cref="ChunkShape"/> count them along c as ever, but readers are told of a sixth axis s behind x, as tifffile has it.
    /// </summary>
    public int Interleaved { get; init; } = 1;

    /// <summary>The level's segments as they are in the file; null where it has none.</summary>
    public EncodedLevel? Encoded { get; init; }

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
