namespace OmeFs.Core.Tiff;

/// <summary>What the offsets of one IFD's segments lost when they were cut to 32 bits.</summary>
/// <param name="Count">How many times 4 GiB the offset of the first segment lacks.</param>
/// <param name="Inside">Segments whose offset is smaller than the first one's lack once more.</param>
public readonly record struct OffsetWraps(ushort Count, bool Inside)
{
    private const long Lost = 1L << 32;

    /// <param name="first">The offset of the IFD's first segment as the file has it.</param>
    public long Apply(long offset, long first) => offset + (Lost * Count) + (Inside && offset < first ? Lost : 0);
}
