using System.Buffers.Binary;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>Writes what no library writes: Parquet files that claim what is not so. *Spec:* Thrift's compact protocol; parquet.thrift.</summary>
internal static class Thrift
{
    public const int I32 = 5, I64 = 6, Binary = 8, List = 9, Struct = 12;

    public static byte[] Record(params (int Field, int Type, byte[] Value)[] fields)
    {
        var (bytes, last) = (new List<byte>(), 0);
        foreach (var (field, type, value) in fields)
        {
            bytes.Add((byte)(((field - last) << 4) | type));
            bytes.AddRange(value);
            last = field;
        }
        return [.. bytes, 0];
    }

    public static (int Field, int Type, byte[] Value) Whole(int field, long number, int type = I64) => (field, type, Varint((ulong)((number << 1) ^ (number >> 63))));

    public static (int Field, int Type, byte[] Value) Text(int field, string text) => (field, Binary, [.. Varint((ulong)text.Length), .. System.Text.Encoding.ASCII.GetBytes(text)]);

    /// <param name="count">As it is claimed.</param>
    public static (int Field, int Type, byte[] Value) Listed(int field, int type, ulong count, params byte[][] elements) =>
        (field, List, [(byte)(0xF0 | type), .. Varint(count), .. elements.SelectMany(element => element)]);

    public static byte[] Varint(ulong number)
    {
        var bytes = new List<byte>();
        for (; number > 127; number >>= 7)
            bytes.Add((byte)((number & 127) | 128));
        return [.. bytes, (byte)number];
    }

    public static byte[] File(byte[] footer, byte[]? pages = null)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. pages ?? [], .. footer, .. length, .. "PAR1"u8];
    }

    /// <summary>A file with one column of one chunk, whose pages begin at 4.</summary>
    public static byte[] Column(string name, int type, long rows, byte[] pages, int codec = 0, bool optional = true, long start = 4)
    {
        var column = Record(Whole(1, type, I32), Whole(3, optional ? 1 : 0, I32), Text(4, name));
        var metadata = Record(Whole(1, type, I32), Listed(3, Binary, 1, Text(0, name).Value), Whole(4, codec, I32), Whole(5, rows), Whole(7, pages.Length), Whole(9, start));
        var group = Record(Listed(1, Struct, 1, Record((3, Struct, metadata))), Whole(3, rows));
        return File(Record(Whole(1, 1, I32), Listed(2, Struct, 2, Record(Text(4, "schema"), Whole(5, 1, I32)), column), Whole(3, rows), Listed(4, Struct, 1, group)), pages);
    }

    /// <param name="length">Unpacked, as it is claimed.</param>
    public static byte[] DataPage(int values, byte[] body, int encoding = 0, long? length = null) =>
        [.. Record(Whole(1, 0, I32), Whole(2, length ?? body.Length, I32), Whole(3, body.Length, I32), (5, Struct, Record(Whole(1, values, I32), Whole(2, encoding, I32), Whole(3, 3, I32)))), .. body];
}
