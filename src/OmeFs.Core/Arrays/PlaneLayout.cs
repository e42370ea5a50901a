using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>How the samples of a plane are stored in its BinData: row after row, without gaps.</summary>
/// <param name="Type">The type as it is shown: little-endian.</param>
/// <param name="IsOneBit">Samples have one bit. They are packed or take a byte each; only the decoded length tells which.</param>
/// <param name="BigEndian">The byte order of BinData that does not declare one.</param>
internal sealed record PlaneLayout(int Width, int Length, DataType Type, bool IsOneBit, bool BigEndian)
{
    /// <summary>Bytes of a row as it is shown.</summary>
    public long RowBytes => (long)Width * Type.Size;

    /// <summary>Bytes of a plane as it is shown.</summary>
    public long Bytes => checked(RowBytes * Length);

    /// <summary>The fewest bytes of a plane in its BinData.</summary>
    public long LeastBytes => IsOneBit ? Bytes / 8 : Bytes;
}
