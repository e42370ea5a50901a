namespace OmeFs.Core.Tiff;

/// <summary>How far the tables of an IFD can be believed about one segment.</summary>
public enum RangeState : byte
{
    /// <summary>The length is the segment's: its byte count, or the geometry of an uncompressed one.</summary>
    Known,

    /// <summary>A compressed segment without a byte count: the length is an upper bound. Its own data say where it ends.</summary>
    Estimated,

    /// <summary>A byte count that passes the end of the file, which the length was cut to; the segment may end before it all the same.</summary>
    Cut,

    /// <summary>The table of offsets is too short to have this segment.</summary>
    NotInTable,

    /// <summary>The byte count is too small, and what follows after so many bytes belongs to something else.</summary>
    TooShort,
}

/// <summary>Where a segment is stored in its file, in bytes. A segment at offset 0 or of no bytes is not there (sparse files).</summary>
public readonly record struct ByteRange(long Offset, long Length, RangeState State = RangeState.Known)
{
    public bool IsMissing => Offset == 0 || Length == 0;

    /// <summary>Whether the tables say nothing that could be read.</summary>
    public bool IsFaulty => State is RangeState.NotInTable or RangeState.TooShort;
}
