using System.Buffers.Binary;

namespace OmeFs.Core.References.Records;

/// <summary>Parses one record, in the order in which <see cref="RecordWriter"/> wrote it.</summary>
internal struct RecordReader(byte[] chunk, int at)
{
    /// <summary>The position of the next byte in its chunk.</summary>
    public int At { get; private set; } = at;

    public ReadOnlyMemory<byte> Key() => Bytes(KeyLength());

    /// <summary>The same, fast enough to compare millions of keys.</summary>
    public ReadOnlySpan<byte> KeySpan()
    {
        var length = KeyLength();
        return chunk.AsSpan(At, length);
    }

    public (ReferenceKind Kind, int Number) KindAndNumber()
    {
        var head = chunk[At++];
        var number = head >> RecordWriter.KindBits;
        return ((ReferenceKind)(head & ((1 << RecordWriter.KindBits) - 1)), number == RecordWriter.LargeNumber ? (int)Number() : number);
    }

    public long Number()
    {
        long number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var piece = chunk[At++];
            number |= (long)(piece & 0x7F) << shift;
            if (piece < 0x80)
                return number;
        }
    }

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        At += count;
        return chunk.AsMemory(At - count, count);
    }

    private int KeyLength()
    {
        int length = chunk[At++];
        if (length < RecordWriter.LongKey)
            return length;
        length = BinaryPrimitives.ReadUInt16LittleEndian(chunk.AsSpan(At));
        At += sizeof(ushort);
        return length;
    }
}
