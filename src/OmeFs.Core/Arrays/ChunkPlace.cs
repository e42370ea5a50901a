using OmeFs.Core.Sources;

namespace OmeFs.Core.Arrays;

/// <summary>How the bytes of a chunk's file are stored.</summary>
public enum ChunkPlaceKind
{
    /// <summary>The chunk has no file.</summary>
    Missing,

    /// <summary>One range of bytes of one source, unchanged.</summary>
    Range,

    /// <summary>Several ranges, or bytes that no source holds: only a store can read it.</summary>
    Composed,
}

/// <summary>Where the bytes of a chunk's file are stored.</summary>
/// <param name="Source">The source of a range; null for all other kinds. The store owns it.</param>
/// <param name="Offset">In the source, in bytes.</param>
/// <param name="Length">Of the chunk's file, in bytes.</param>
public readonly record struct ChunkPlace(ChunkPlaceKind Kind, IByteSource? Source, long Offset, long Length)
{
    public static ChunkPlace Missing => default;

    public static ChunkPlace At(IByteSource source, long offset, long length) => new(ChunkPlaceKind.Range, source, offset, length);

    public static ChunkPlace Composed(long length) => new(ChunkPlaceKind.Composed, null, 0, length);
}
