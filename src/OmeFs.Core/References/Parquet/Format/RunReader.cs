namespace OmeFs.Core.References.Parquet.Format;

/// <summary>Reads small numbers that are stored as runs of one value and as packed bits. *Spec:* Parquet encodings, "RLE / Bit-Packing Hybrid".</summary>
internal static class RunReader
{
    /// <summary>The number of values in a packed group.</summary>
    private const int Group = 8;

    /// <param name="bits">Bits of each number, 0 to 32.</param>
    /// <param name="into">Has the length of the expected count of numbers.</param>
    public static void Read(ReadOnlySpan<byte> bytes, int bits, Span<int> into)
    {
        if (bits is < 0 or > 32)
            throw ParquetFault.Damaged($"numbers of {bits} bits");
        while (!into.IsEmpty)
        {
            var head = Head(ref bytes);
            if (head == 0)
                throw ParquetFault.Damaged("a run of no values");
            var count = (int)Math.Min((head & 1) == 0 ? head >> 1 : (head >> 1) * Group, into.Length);
            if ((head & 1) == 0)
                Repeat(ref bytes, bits, into[..count]);
            else
                Unpack(ref bytes, bits, (head >> 1) * bits, into[..count]);
            into = into[count..];
        }
    }

    /// <summary>At most 2^35.</summary>
    private static long Head(ref ReadOnlySpan<byte> bytes)
    {
        long head = 0;
        for (var i = 0; i < 5 && i < bytes.Length; i++)
        {
            head |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return head;
            }
        }
        throw ParquetFault.Damaged("runs end early");
    }

    private static void Repeat(ref ReadOnlySpan<byte> bytes, int bits, Span<int> into)
    {
        var width = (bits + 7) / 8;
        if (bytes.Length < width)
            throw ParquetFault.Damaged("a run has no value");
        uint value = 0;
        for (var i = 0; i < width; i++)
            value |= (uint)bytes[i] << (8 * i);
        into.Fill((int)value);
        bytes = bytes[width..];
    }

    /// <param name="stored">Bytes of all groups. Some writers omit the bytes after the last value.</param>
    private static void Unpack(ref ReadOnlySpan<byte> bytes, int bits, long stored, Span<int> into)
    {
        if ((long)into.Length * bits > 8L * bytes.Length)
            throw ParquetFault.Damaged("packed numbers end early");
        var mask = bits == 32 ? uint.MaxValue : (1u << bits) - 1;
        long at = 0;
        for (var i = 0; i < into.Length; i++, at += bits)
        {
            ulong window = 0;
            for (var k = 0; k < 5 && (at >> 3) + k < bytes.Length; k++)
                window |= (ulong)bytes[(int)(at >> 3) + k] << (8 * k);
            into[i] = (int)((uint)(window >> (int)(at & 7)) & mask);
        }
        bytes = bytes[(int)Math.Min(stored, bytes.Length)..];
    }
}
