using System.Buffers.Binary;

namespace OmeFs.Core.References.Keys;

/// <summary>
/// Puts addresses of records in the order of their keys, and equal keys in that of their addresses. Eight bytes of the keys at a time:
/// numbers compare faster than texts, and chunk keys have long beginnings in common.
/// </summary>
internal sealed class KeySort
{
    private const int Digit = 8;

    /// <summary>*Measured:* below some twenty, comparing whole keys is faster.</summary>
    private const int Few = 20;

    private readonly RecordArena _arena;
    private readonly uint[] _addresses;
    private readonly ulong[] _digits;

    private KeySort(RecordArena arena, uint[] addresses) =>
        (_arena, _addresses, _digits) = (arena, addresses, GC.AllocateUninitializedArray<ulong>(addresses.Length));

    public static void Sort(RecordArena arena, uint[] addresses)
    {
        if (!IsSorted(arena, addresses))
            new KeySort(arena, addresses).Sort(0, addresses.Length, 0);
    }

    private static bool IsSorted(RecordArena arena, uint[] addresses)
    {
        for (var i = 1; i < addresses.Length; i++)
            if (arena.Key(addresses[i - 1]).SequenceCompareTo(arena.Key(addresses[i])) > 0)
                return false;
        return true;
    }

    /// <param name="from">Keys from here to <paramref name="to"/> are alike in their first <paramref name="depth"/> bytes.</param>
    private void Sort(int from, int to, int depth)
    {
        if (to - from <= Few)
        {
            Insert(from, to);
            return;
        }
        depth = Common(from, to, depth);
        for (var i = from; i < to; i++)
            _digits[i] = DigitAt(_arena.Key(_addresses[i]), depth);
        Array.Sort(_digits, _addresses, from, to - from);
        for (var start = from; start < to;)
        {
            var end = start + 1;
            while (end < to && _digits[end] == _digits[start])
                end++;
            // A part is never empty, so that eight bytes of 0 are no separators: here all keys have ended, and are the same.
            if (_digits[start] == 0)
                Array.Sort(_addresses, start, end - start);
            else if (end - start > 1)
                Sort(start, end, depth + Digit);
            start = end;
        }
    }

    /// <summary>How many bytes all keys of a stretch begin with, at least <paramref name="depth"/>.</summary>
    private int Common(int from, int to, int depth)
    {
        var first = _arena.Key(_addresses[from]);
        var common = first.Length;
        for (var i = from + 1; i < to && common > depth; i++)
            common = first[..common].CommonPrefixLength(_arena.Key(_addresses[i]));
        return Math.Max(common, depth);
    }

    private void Insert(int from, int to)
    {
        for (var i = from + 1; i < to; i++)
        {
            var moved = _addresses[i];
            var key = _arena.Key(moved);
            var at = i;
            for (; at > from && IsAfter(_addresses[at - 1], key, moved); at--)
                _addresses[at] = _addresses[at - 1];
            _addresses[at] = moved;
        }
    }

    private bool IsAfter(uint other, ReadOnlySpan<byte> key, uint address) =>
        _arena.Key(other).SequenceCompareTo(key) is var order && (order > 0 || (order == 0 && other > address));

    private static ulong DigitAt(ReadOnlySpan<byte> key, int depth)
    {
        if (key.Length >= depth + Digit)
            return BinaryPrimitives.ReadUInt64BigEndian(key[depth..]);
        ulong digit = 0;
        for (var i = 0; i < Digit; i++)
            digit = (digit << 8) | (depth + i < key.Length ? key[depth + i] : 0u);
        return digit;
    }
}
