namespace OmeFs.Core.Tiff;

/// <summary>What is kept of an IFD: where it and its segment tables are stored. The tables themselves stay in the file.</summary>
/// <param name="Offset">Offset in bytes of the IFD.</param>
/// <param name="OffsetsAt">Offset in bytes of the first value of TileOffsets or StripOffsets.</param>
/// <param name="CountsAt">The same for the byte counts; -1 if the file has none.</param>
/// <param name="Layout">Index into <see cref="IfdTable.Layouts"/>.</param>
/// <param name="FirstSub">Row of its first SubIFD in the table of SubIFDs, -1 without any.</param>
internal readonly record struct IfdRecord(
    long Offset, long OffsetsAt, long CountsAt, int Layout, int FirstSub, byte OffsetWidth, byte CountWidth, ushort SubCount)
{
    /// <summary>Not zero only in a classic TIFF beyond 4 GiB.</summary>
    public OffsetWraps Wraps { get; init; }
}
