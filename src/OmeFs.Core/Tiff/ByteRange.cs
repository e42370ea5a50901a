namespace OmeFs.Core.Tiff;

/// <summary>How reliable the segment tables of an IFD are for one segment.</summary>
internal enum RangeState : byte
{
    /// <summary>The length is certain: it is the byte count, or follows from the geometry of an uncompressed segment.</summary>
    Known,

    /// <summary>A compressed segment without a byte count. The length is an upper bound; the codec finds the end.</summary>
    Estimated,

    /// <summary>The byte count passes the end of the file, so the length was cut. The segment may be complete all the same.</summary>
    Cut,

    /// <summary>The table of offsets has no entry for this segment.</summary>
    NotInTable,

    /// <summary>The byte count is too small, and the bytes that follow belong to something else.</summary>
    TooShort,
}

/// <summary>Where a segment is stored in its file, in bytes. A segment with offset 0 or length 0 is not in the file (sparse files).</summary>
internal readonly record struct ByteRange(long Offset, long Length, RangeState State = RangeState.Known)
{
    public bool IsMissing => Offset == 0 || Length == 0;

    /// <summary>Whether the tables give no range that can be read.</summary>
    public bool IsFaulty => State is RangeState.NotInTable or RangeState.TooShort;
}
