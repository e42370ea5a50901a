using OmeFs.Core.Sources;

namespace OmeFs.Core.Arrays;

/// <summary>What a chunk's file is.</summary>
public enum ChunkPlaceKind
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>One range of bytes of one source, unchanged.</summary>
    Range,

    /// <summary>Several ranges, or bytes that no source holds: only a store can read it.</summary>
    Made,
}

/// <summary>Where the bytes of a chunk's file lie.</summary>
/// <param name="Source">Of a range alone; the store's.</param>
/// <param name="Offset">In the source, in bytes.</param>
/// <param name="Length">Of the chunk's file, in bytes.</param>
public readonly record struct ChunkPlace(ChunkPlaceKind Kind, IByteSource? Source, long Offset, long Length)
{
    public static ChunkPlace Missing => default;

    public static ChunkPlace At(IByteSource source, long offset, long length) => new(ChunkPlaceKind.Range, source, offset, length);

    public static ChunkPlace Made(long length) => new(ChunkPlaceKind.Made, null, 0, length);
}
