namespace OmeFs.Core.Zarr.Model;

/// <summary>The metadata of an array, independent of the version of Zarr.</summary>
/// <param name="Shape">Samples along each axis; any number of axes.</param>
/// <param name="Chunks">Of as many axes as <paramref name="Shape"/>.</param>
public sealed record ArrayMetadata(IReadOnlyList<long> Shape, ChunkGrid Chunks, DataType Type)
{
    /// <summary>The value of samples in missing chunks; null if the metadata give none.</summary>
    internal FillValue? Fill { get; init; }

    public CodecChain Codecs { get; init; } = CodecChain.None;

    /// <summary>The names of the axes; null if the metadata give none.</summary>
    public IReadOnlyList<string>? DimensionNames { get; init; }
}
