using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Keys;

/// <summary>Packed references in the order of their keys, by index.</summary>
internal readonly struct SortedKeys(RecordArena arena, uint[] addresses, int count)
{
    public int Count => count;

    public ReadOnlySpan<byte> this[int index] => arena.Key(addresses[index]);

    /// <summary>A key as memory that stays.</summary>
    public ReadOnlyMemory<byte> Memory(int index) => arena.KeyMemory(addresses[index]);

    public Reference At(int index) => arena.Read(addresses[index]);

    /// <summary>The first index from <paramref name="from"/> on, before <paramref name="to"/>, whose key is not before <paramref name="key"/>; else that end.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, int from, int to)
    {
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (this[middle].SequenceCompareTo(key) < 0)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }

    /// <summary>The index after the last key that begins with <paramref name="prefix"/>, as the one at <paramref name="from"/> does.</summary>
    public int EndOf(ReadOnlySpan<byte> prefix, int from)
    {
        // Most folders are small: the end is looked for in steps that double.
        var (low, step) = (from, 1);
        while (low + step < Count && this[low + step].StartsWith(prefix))
            (low, step) = (low + step, step * 2);
        var high = Math.Min(Count, low + step);
        for (low++; low < high;)
        {
            var middle = (low + high) >>> 1;
            if (this[middle].StartsWith(prefix))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
