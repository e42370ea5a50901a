namespace OmeFs.Core.Tiff;

/// <summary>What the offsets of one IFD's segments lost when the writer cut them to 32 bits.</summary>
/// <param name="Count">How many times 4 GiB must be added to the offset of the first segment.</param>
/// <param name="Inside">Segments with an offset below the first one's need another 4 GiB.</param>
internal readonly record struct OffsetWraps(ushort Count, bool Inside)
{
    private const long Lost = 1L << 32;

    /// <param name="first">The offset of the IFD's first segment as stored in the file.</param>
    public long Apply(long offset, long first) => offset + (Lost * Count) + (Inside && offset < first ? Lost : 0);
}
