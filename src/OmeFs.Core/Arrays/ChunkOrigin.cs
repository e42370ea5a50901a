namespace OmeFs.Core.Arrays;

/// <summary>Where the bytes of a chunk's file come from.</summary>
public enum ChunkOrigin
{
    /// <summary>The source's own bytes, one range or several, perhaps with zeros between: nothing is decoded.</summary>
    Stored,

    /// <summary>Bytes that the reference index holds itself.</summary>
    Inline,

    /// <summary>No file: Zarr's fill value.</summary>
    Missing,

    /// <summary>Decoded and rearranged when it is read.</summary>
    Assembled,
}

/// <summary>How many chunks of an array have an origin, and why.</summary>
public sealed record OriginShare(ChunkOrigin Origin, long Chunks, string Why);
