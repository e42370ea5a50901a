using System.Buffers.Binary;

namespace OmeFs.Core.References.Records;

/// <summary>
/// Lays out one record: the key's length in one byte or three, the key, one byte with the kind and a small number (a URL's, a count of inline
/// bytes), then the values of the kind: offset and length of a range, or inline bytes. Numbers take as few bytes as they need.
/// </summary>
internal ref struct RecordWriter(Span<byte> room)
{
    /// <summary>If a key has this length or more, its length is in the two bytes after the first.</summary>
    public const int LongKey = byte.MaxValue;

    /// <summary>These bits of the byte are the kind; the others are the number. If all of the others are set, the number follows.</summary>
    public const int KindBits = 2, LargeNumber = byte.MaxValue >> KindBits;

    /// <summary>The most bytes of a record, without its key and inline bytes.</summary>
    public const int LongestHead = 3 + 1 + (3 * LongestNumber);

    private const int LongestNumber = 9;

    private readonly Span<byte> _room = room;

    public int Length { get; private set; }

    public void Key(ReadOnlySpan<byte> key)
    {
        _room[Length++] = (byte)Math.Min(key.Length, LongKey);
        if (key.Length >= LongKey)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_room[Length..], (ushort)key.Length);
            Length += sizeof(ushort);
        }
        Bytes(key);
    }

    public void KindAndNumber(ReferenceKind kind, int number)
    {
        _room[Length++] = (byte)((int)kind | (Math.Min(number, LargeNumber) << KindBits));
        if (number >= LargeNumber)
            Number(number);
    }

    /// <summary>Seven bits per byte, the lowest first. The highest bit is set if more bytes follow.</summary>
    public void Number(long number)
    {
        for (; number >= 0x80; number >>= 7)
            _room[Length++] = (byte)(number | 0x80);
        _room[Length++] = (byte)number;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[Length..]);
        Length += bytes.Length;
    }
}
