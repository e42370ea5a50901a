namespace OmeFs.Core.Tiff;

/// <summary>One entry of an IFD: a tag, and where its values are stored.</summary>
/// <param name="Count">The number of values.</param>
/// <param name="ValueAt">Offset of the first value in the file, inside the entry or elsewhere.</param>
/// <param name="First">The first value if it is inside the entry and unsigned; else null.</param>
internal readonly record struct IfdEntry(TiffTag Tag, TiffFieldType Type, long Count, long ValueAt, ulong? First)
{
    /// <summary>Bytes of all values. long.MaxValue if that overflows: no source is so long.</summary>
    public long ByteLength => Count <= long.MaxValue / 16 ? Count * Type.Width() : long.MaxValue;

    public override string ToString() => $"tag {(ushort)Tag} {Tag}";
}
