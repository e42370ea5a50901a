using System.Buffers.Binary;

namespace OmeFs.Core.References.Parquet.Format;

/// <summary>The values of a column that is being read, by row. For one thread.</summary>
internal abstract class ColumnValues
{
    /// <summary>Adds the values of a dictionary, one after the other. Later pages refer to them by number.</summary>
    public abstract void SetDictionary(PhysicalType type, ReadOnlyMemory<byte> plain, int count);

    /// <summary>Adds the values of a page, one after the other.</summary>
    /// <param name="rows">The row of each value.</param>
    public abstract void AddPlain(PhysicalType type, ReadOnlyMemory<byte> plain, ReadOnlySpan<int> rows);

    /// <summary>Adds values by their numbers in the dictionary.</summary>
    /// <param name="rows">The row of each value.</param>
    public abstract void AddNumbered(ReadOnlySpan<int> numbers, ReadOnlySpan<int> rows);

    /// <summary>A value of the dictionary.</summary>
    protected static T At<T>(IReadOnlyList<T> dictionary, int number) =>
        (uint)number < (uint)dictionary.Count ? dictionary[number] : throw ParquetFault.Damaged($"value {number} of a dictionary of {dictionary.Count}");
}

/// <summary>Whole numbers of 32 or 64 bits; <see cref="Null"/> if a row has none.</summary>
internal sealed class WholeValues : ColumnValues
{
    /// <summary>Cannot be a valid offset or length.</summary>
    public const long Null = long.MinValue;

    private readonly long[] _values;
    private long[] _dictionary = [];

    public WholeValues(int rows)
    {
        _values = new long[rows];
        _values.AsSpan().Fill(Null);
    }

    public long this[int row] => _values[row];

    public override void SetDictionary(PhysicalType type, ReadOnlyMemory<byte> plain, int count)
    {
        var width = WidthOf(type);
        if ((long)count * width > plain.Length)
            throw ParquetFault.Damaged("a dictionary ends early");
        _dictionary = new long[count];
        for (var i = 0; i < count; i++)
            _dictionary[i] = Read(plain.Span, i, width);
    }

    public override void AddPlain(PhysicalType type, ReadOnlyMemory<byte> plain, ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            return;
        var width = WidthOf(type);
        if ((long)rows.Length * width > plain.Length)
            throw ParquetFault.Damaged("a page ends early");
        for (var i = 0; i < rows.Length; i++)
            _values[rows[i]] = Read(plain.Span, i, width);
    }

    public override void AddNumbered(ReadOnlySpan<int> numbers, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
            _values[rows[i]] = At(_dictionary, numbers[i]);
    }

    private static int WidthOf(PhysicalType type) => type switch
    {
        PhysicalType.Int32 => sizeof(int),
        PhysicalType.Int64 => sizeof(long),
        _ => throw ParquetFault.Damaged($"offsets and sizes of the type {type}; Int64 expected"),
    };

    private static long Read(ReadOnlySpan<byte> plain, int number, int width) => width == sizeof(int)
        ? BinaryPrimitives.ReadInt32LittleEndian(plain[(number * width)..])
        : BinaryPrimitives.ReadInt64LittleEndian(plain[(number * width)..]);
}

/// <summary>Texts or bytes, as numbers that the column's reader assigns; 0 for null.</summary>
/// <param name="number">Assigns a number to a value; 1 or more.</param>
internal sealed class ByteValues(int rows, Func<ReadOnlyMemory<byte>, int> number) : ColumnValues
{
    private readonly int[] _numbers = new int[rows];
    private int[] _dictionary = [];

    public int this[int row] => _numbers[row];

    public override void SetDictionary(PhysicalType type, ReadOnlyMemory<byte> plain, int count)
    {
        if (count > plain.Length)
            throw ParquetFault.Damaged("a dictionary ends early");
        _dictionary = new int[count];
        for (var i = 0; i < count; i++)
            _dictionary[i] = number(Take(type, ref plain));
    }

    public override void AddPlain(PhysicalType type, ReadOnlyMemory<byte> plain, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
            _numbers[row] = number(Take(type, ref plain));
    }

    public override void AddNumbered(ReadOnlySpan<int> numbers, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length; i++)
            _numbers[rows[i]] = At(_dictionary, numbers[i]);
    }

    /// <summary>A column without values may have any type, as pyarrow writes it.</summary>
    private static ReadOnlyMemory<byte> Take(PhysicalType type, ref ReadOnlyMemory<byte> plain)
    {
        if (type != PhysicalType.ByteArray)
            throw ParquetFault.Damaged($"paths or bytes of the type {type}; ByteArray expected");
        if (plain.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(plain.Span) is var length && length > plain.Length - sizeof(uint))
            throw ParquetFault.Damaged("a text ends early");
        var value = plain.Slice(sizeof(uint), (int)length);
        plain = plain[(sizeof(uint) + (int)length)..];
        return value;
    }
}
