using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Arrays;

/// <summary>How the samples of a plane lie in its BinData: row after row, without anything between.</summary>
/// <param name="Type">As it is shown: little-endian.</param>
/// <param name="Bits">Samples of one bit, packed or a byte each, which only the decoded length tells.</param>
/// <param name="BigEndian">Where the BinData itself does not say it.</param>
internal sealed record PlaneLayout(int Width, int Length, DataType Type, bool Bits, bool BigEndian)
{
    /// <summary>Bytes of a row as it is shown.</summary>
    public long RowBytes => (long)Width * Type.Size;

    /// <summary>Bytes of a plane as it is shown.</summary>
    public long Bytes => checked(RowBytes * Length);

    /// <summary>Bytes of a plane as its BinData holds it, at least.</summary>
    public long LeastBytes => Bits ? Bytes / 8 : Bytes;
}
