using System.Buffers.Binary;

namespace OmeFs.Core.Tiff;

/// <summary>Reads numbers from a span in the file's byte order, so that callers need not know it.</summary>
internal readonly ref struct TiffReader(ReadOnlySpan<byte> bytes, bool bigEndian)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public ushort UInt16(int at) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(_bytes[at..]);

    public uint UInt32(int at) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);

    public ulong UInt64(int at) =>
        bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(_bytes[at..]) : BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]);

    /// <summary>An unsigned number 1, 2, 4 or 8 bytes wide.</summary>
    public ulong Unsigned(int at, int width) => width switch
    {
        1 => _bytes[at],
        2 => UInt16(at),
        4 => UInt32(at),
        8 => UInt64(at),
        _ => throw new ArgumentOutOfRangeException(nameof(width)),
    };

    /// <summary>A number of any type; a rational with denominator 0 is infinite or NaN.</summary>
    public double Number(int at, TiffFieldType type) => type switch
    {
        TiffFieldType.Byte or TiffFieldType.Undefined => _bytes[at],
        TiffFieldType.SByte => (sbyte)_bytes[at],
        TiffFieldType.Short => UInt16(at),
        TiffFieldType.SShort => (short)UInt16(at),
        TiffFieldType.Long or TiffFieldType.Ifd => UInt32(at),
        TiffFieldType.SLong => (int)UInt32(at),
        TiffFieldType.Long8 or TiffFieldType.Ifd8 => UInt64(at),
        TiffFieldType.SLong8 => (long)UInt64(at),
        TiffFieldType.Float => BitConverter.UInt32BitsToSingle(UInt32(at)),
        TiffFieldType.Double => BitConverter.UInt64BitsToDouble(UInt64(at)),
        TiffFieldType.Rational => (double)UInt32(at) / UInt32(at + sizeof(uint)),
        TiffFieldType.SRational => (double)(int)UInt32(at) / (int)UInt32(at + sizeof(uint)),
        _ => double.NaN,
    };
}
