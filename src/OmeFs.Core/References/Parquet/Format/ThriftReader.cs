namespace OmeFs.Core.References.Parquet.Format;

/// <summary>Reads structures of Thrift's compact protocol, in which Parquet writes its own metadata.</summary>
/// <remarks>
/// *Invariant:* nothing is read after the end, a count is at most the number of remaining bytes, and each step reads a byte. So no input is
/// expensive.
/// </remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>The nesting depth of skipped structures. Arbitrary; those of Parquet nest about five deep.</summary>
    private const int MaxDepth = 32;

    private const int MostVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The number of bytes that were read.</summary>
    public int Position { get; private set; }

    private readonly int Left => _bytes.Length - Position;

    /// <summary>Moves to the next field of a structure; false at its end.</summary>
    /// <param name="field">The number of the previous field, 0 at the start; afterwards the field's number.</param>
    public bool TryField(ref int field, out ThriftType type)
    {
        var head = Byte();
        type = (ThriftType)(head & 0x0F);
        if (head == 0)
            return false;
        field = head >> 4 is > 0 and var step ? field + step : (int)Zigzag();
        return true;
    }

    /// <summary>A whole number of any width.</summary>
    public long Whole(ThriftType type) => type switch
    {
        ThriftType.I8 => (sbyte)Byte(),
        ThriftType.I16 or ThriftType.I32 or ThriftType.I64 => Zigzag(),
        _ => throw Damaged($"a whole number expected, found {type}"),
    };

    /// <summary>A whole number from 0 to 2^31 - 1.</summary>
    public int Count(ThriftType type) => Whole(type) is >= 0 and <= int.MaxValue and var count ? (int)count : throw Damaged("a count from 0 to 2^31 - 1 expected");

    public ReadOnlySpan<byte> Binary(ThriftType type)
    {
        Must(type, ThriftType.Binary);
        return Take((long)Varint());
    }

    /// <summary>Begins a list; returns the number of elements.</summary>
    public int List(ThriftType type, ThriftType elements)
    {
        Must(type, ThriftType.List);
        var count = ListHead(out var found);
        if (count > 0)
            Must(found, elements);
        return count;
    }

    public static void Must(ThriftType type, ThriftType expected)
    {
        if (type != expected)
            throw Damaged($"{expected} expected, found {type}");
    }

    /// <summary>Skips a field's value.</summary>
    public void Skip(ThriftType type) => Skip(type, MaxDepth);

    private void Skip(ThriftType type, int depth)
    {
        if (depth == 0)
            throw Damaged($"structures nest more than {MaxDepth} deep");
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.I8 or ThriftType.I16 or ThriftType.I32 or ThriftType.I64:
                Whole(type);
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Uuid:
                Take(16);
                break;
            case ThriftType.Binary:
                Binary(type);
                break;
            case ThriftType.List or ThriftType.Set:
                for (var left = ListHead(out var elements); left > 0; left--)
                    SkipElement(elements, depth - 1);
                break;
            case ThriftType.Map:
                SkipMap(depth - 1);
                break;
            case ThriftType.Struct:
                for (var field = 0; TryField(ref field, out var inner);)
                    Skip(inner, depth - 1);
                break;
            default:
                throw Damaged($"unknown type {(int)type}");
        }
    }

    private void SkipMap(int depth)
    {
        var pairs = Counted((long)Varint());
        if (pairs == 0)
            return;
        var types = Byte();
        for (; pairs > 0; pairs--)
        {
            SkipElement((ThriftType)(types >> 4), depth);
            SkipElement((ThriftType)(types & 0x0F), depth);
        }
    }

    /// <summary>A Boolean takes one byte as an element of a list, and none as a field.</summary>
    private void SkipElement(ThriftType type, int depth)
    {
        if (type is ThriftType.True or ThriftType.False)
            Byte();
        else
            Skip(type, depth);
    }

    private int ListHead(out ThriftType elements)
    {
        var head = Byte();
        elements = (ThriftType)(head & 0x0F);
        return Counted(head >> 4 is < 15 and var few ? few : (long)Varint());
    }

    /// <summary>Each element takes at least one byte.</summary>
    private readonly int Counted(long count) => count >= 0 && count <= Left ? (int)count : throw Damaged($"{count} elements announced, {Left} bytes are left");

    private long Zigzag() => Varint() is var number ? (long)(number >> 1) ^ -(long)(number & 1) : 0;

    private ulong Varint()
    {
        ulong number = 0;
        for (var i = 0; i < MostVarintBytes; i++)
        {
            var next = Byte();
            number |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return number;
        }
        throw Damaged($"a number of more than {MostVarintBytes} bytes");
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left)
            throw Damaged($"{count} bytes expected, {Left} are left");
        var taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    private static OmeFsException Damaged(string what) => ParquetFault.Damaged(what);
}
