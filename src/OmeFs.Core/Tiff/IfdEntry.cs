namespace OmeFs.Core.Tiff;

/// <summary>One entry of an IFD: a tag, and where its values lie.</summary>
/// <param name="Count">How many values.</param>
/// <param name="ValueAt">Offset in the file of the first value, whether that is inside the entry or elsewhere.</param>
/// <param name="First">The first value where it lies inside the entry and is unsigned; else null.</param>
public readonly record struct IfdEntry(TiffTag Tag, TiffFieldType Type, long Count, long ValueAt, ulong? First)
{
    /// <summary>Bytes of all values; long.MaxValue where that overflows, which no source can satisfy.</summary>
    public long ByteLength => Count <= long.MaxValue / 16 ? Count * Type.Width() : long.MaxValue;

    public override string ToString() => $"tag {(ushort)Tag} {Tag}";
}
