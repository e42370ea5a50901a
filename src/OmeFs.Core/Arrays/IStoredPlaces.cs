using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>A chunk store that gives the byte ranges of its chunks, so that other programs can read them. Decodes nothing.</summary>
public interface IStoredPlaces : IChunkStore
{
    /// <summary>The places of <c>places.Length</c> chunks, from <paramref name="first"/> along the x axis of the chunk grid.</summary>
    /// <exception cref="OmeFsException">
    /// <see cref="FaultKind.Corrupt"/> for a range that is too short for its chunk or passes the source's end, else as the source says.
    /// </exception>
    ValueTask PlacesAsync(ChunkIndex first, Memory<ChunkPlace> places, CancellationToken cancellation = default);
}
