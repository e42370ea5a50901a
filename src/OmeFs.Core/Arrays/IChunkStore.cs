using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>
/// The chunks of one array as virtual files: their sizes and their bytes. A Missing chunk has no file; its size is <see cref="Missing"/>.
/// </summary>
public interface IChunkStore
{
    /// <summary>The size of a Missing chunk. Zarr clients then use the fill value.</summary>
    const long Missing = -1;

    /// <summary>
    /// The exact sizes in bytes of <c>sizes.Length</c> chunks, from <paramref name="first"/> along the x axis of the chunk grid.
    /// Decodes nothing.
    /// </summary>
    ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default);

    /// <summary>
    /// Reads the chunk's bytes from <paramref name="offset"/> into <paramref name="buffer"/>: all bytes before the chunk's end that fit, or a fault.
    /// Returns their number; 0 at or past the end.
    /// </summary>
    /// <remarks>
    /// A Missing chunk has no file, so callers do not read it. A store may answer with the fill value or with
    /// <see cref="FaultKind.NotFound"/>, whichever is cheaper.
    /// </remarks>
    /// <exception cref="OmeFsException">As the source says.</exception>
    ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default);

    /// <summary>The fault of opening a chunk that has no file.</summary>
    internal static OmeFsException NoSuchChunk(ChunkIndex chunk) => new(FaultKind.NotFound, $"chunk {chunk} is missing; its pixels have the fill value");
}
