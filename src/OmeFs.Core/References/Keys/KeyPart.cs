using System.Buffers.Binary;
using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Keys;

/// <summary>
/// Sorts some thousand keys at a time, by four bytes of each. It keeps these bytes beside the addresses, because the keys themselves are scattered
/// over memory. Bytes that all keys have in common are skipped. For one thread.
/// </summary>
/// <param name="most">The most keys of one call.</param>
internal sealed class KeyPart(RecordArena arena, int most)
{
    private const int Digit = sizeof(uint);

    /// <summary>*Measured:* for fewer keys than about twenty, comparing whole keys is faster.</summary>
    private const int Few = 20;

    /// <summary>The depth of recursion from which whole keys are compared. A malicious document can need one call per four bytes of a key.</summary>
    private const int Deep = 512;

    private readonly uint[] _digits = GC.AllocateUninitializedArray<uint>(most);

    /// <param name="addresses">The addresses of keys whose first <paramref name="depth"/> bytes are the same.</param>
    public void Sort(Span<uint> addresses, int depth) => SortKeys(addresses, _digits.AsSpan(0, addresses.Length), depth, 0);

    /// <summary>The order of two keys. Equal keys are in the order of their addresses.</summary>
    public static int Compare(RecordArena arena, uint left, uint right) =>
        arena.Key(left).SequenceCompareTo(arena.Key(right)) is var order and not 0 ? order : left.CompareTo(right);

    /// <summary>The length of the prefix that all keys have in common; at least <paramref name="depth"/>.</summary>
    public static int Common(RecordArena arena, ReadOnlySpan<uint> addresses, int depth)
    {
        var first = arena.Key(addresses[0]);
        var common = first.Length;
        for (var i = 1; i < addresses.Length && common > depth; i++)
            common = first[..common].CommonPrefixLength(arena.Key(addresses[i]));
        return Math.Max(common, depth);
    }

    /// <param name="calls">The depth of recursion of this call.</param>
    private void SortKeys(Span<uint> addresses, Span<uint> digits, int depth, int calls)
    {
        if (calls == Deep)
        {
            addresses.Sort((left, right) => Compare(arena, left, right));
            return;
        }
        depth = Common(arena, addresses, depth);
        for (var i = 0; i < addresses.Length; i++)
            digits[i] = DigitAt(arena.Key(addresses[i]), depth);
        SortBytes(addresses, digits, depth, Digit - 1, calls + 1);
    }

    /// <summary>Sorts by the bytes of the digits from <paramref name="place"/> down to 0, then by the rest of the keys. The bytes above are the same.</summary>
    private void SortBytes(Span<uint> addresses, Span<uint> digits, int depth, int place, int calls)
    {
        if (addresses.Length <= Few)
            Insert(addresses);
        else if (place >= 0 && digits.ContainsAnyExcept(digits[0]))
            ForEachByte(addresses, digits, depth, place, calls);
        // No part of a key is empty, so four bytes of 0 cannot be separators: all keys have ended here, and are the same.
        else if (digits[0] == 0)
            addresses.Sort();
        else
            SortKeys(addresses, digits, depth + Digit, calls);
    }

    private void ForEachByte(Span<uint> addresses, Span<uint> digits, int depth, int place, int calls)
    {
        Scatter(addresses, digits, place * 8);
        for (int start = 0, end; start < addresses.Length; start = end)
        {
            end = EndOfByte(digits, start, place * 8);
            if (end - start > 1)
                SortBytes(addresses[start..end], digits[start..end], depth, place - 1, calls);
        }
    }

    /// <summary>Sorts digits, and the addresses with them, by one of their bytes: counts each byte value, then moves each digit once to its place.</summary>
    private static void Scatter(Span<uint> addresses, Span<uint> digits, int shift)
    {
        Span<int> next = stackalloc int[256], ends = stackalloc int[256];
        ends.Clear();
        foreach (var digit in digits)
            ends[(byte)(digit >> shift)]++;
        for (var (value, end) = (0, 0); value < 256; value++)
        {
            next[value] = end;
            ends[value] = end += ends[value];
        }
        for (var value = 0; value < 256; value++)
            while (next[value] < ends[value])
            {
                var (digit, address) = (digits[next[value]], addresses[next[value]]);
                for (var belongs = (byte)(digit >> shift); belongs != value; belongs = (byte)(digit >> shift))
                {
                    var place = next[belongs]++;
                    (digit, digits[place]) = (digits[place], digit);
                    (address, addresses[place]) = (addresses[place], address);
                }
                var home = next[value]++;
                (digits[home], addresses[home]) = (digit, address);
            }
    }

    private static int EndOfByte(ReadOnlySpan<uint> digits, int start, int shift)
    {
        var end = start + 1;
        for (var value = digits[start] >> shift; end < digits.Length && digits[end] >> shift == value;)
            end++;
        return end;
    }

    private void Insert(Span<uint> addresses)
    {
        for (var i = 1; i < addresses.Length; i++)
        {
            var moved = addresses[i];
            var at = i;
            for (; at > 0 && Compare(arena, addresses[at - 1], moved) > 0; at--)
                addresses[at] = addresses[at - 1];
            addresses[at] = moved;
        }
    }

    private static uint DigitAt(ReadOnlySpan<byte> key, int depth)
    {
        if (key.Length >= depth + Digit)
            return BinaryPrimitives.ReadUInt32BigEndian(key[depth..]);
        uint digit = 0;
        for (var i = 0; i < Digit; i++)
            digit = (digit << 8) | (depth + i < key.Length ? key[depth + i] : 0u);
        return digit;
    }
}
