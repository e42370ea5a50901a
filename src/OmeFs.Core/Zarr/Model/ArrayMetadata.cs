namespace OmeFs.Core.Zarr.Model;

/// <summary>What an array is, whichever version of Zarr says so.</summary>
/// <param name="Shape">Samples along each axis; any number of axes.</param>
/// <param name="Chunks">Of as many axes as <paramref name="Shape"/>.</param>
public sealed record ArrayMetadata(IReadOnlyList<long> Shape, ChunkGrid Chunks, DataType Type)
{
    /// <summary>The samples of chunks that are missing; null where nothing is said of them.</summary>
    public FillValue? Fill { get; init; }

    public CodecChain Codecs { get; init; } = CodecChain.None;

    /// <summary>What the axes are called; null where nothing says it.</summary>
    public IReadOnlyList<string>? DimensionNames { get; init; }
}
