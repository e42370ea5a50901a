using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Keys;

/// <summary>Packed references in the order of their keys, by index.</summary>
internal readonly struct SortedKeys(RecordArena arena, uint[] addresses, int count)
{
    public int Count => count;

    public ReadOnlySpan<byte> this[int index] => arena.Key(addresses[index]);

    /// <summary>A key, as memory that remains valid.</summary>
    public ReadOnlyMemory<byte> Memory(int index) => arena.KeyMemory(addresses[index]);

    public Reference At(int index) => arena.Read(addresses[index]);

    /// <summary>The first index from <paramref name="from"/> to <paramref name="to"/> (exclusive) whose key is not before <paramref name="key"/>; else that end.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, int from, int to) =>
        Bisection.First(from, to, this, key, static (keys, key, i) => keys[i].SequenceCompareTo(key) >= 0);

    /// <summary>The index after the last key with <paramref name="prefix"/>. The key at <paramref name="from"/> has it.</summary>
    public int EndOf(ReadOnlySpan<byte> prefix, int from)
    {
        // Most folders are small, so the search for the end uses steps that double.
        var (low, step) = (from, 1);
        while (low + step < Count && this[low + step].StartsWith(prefix))
            (low, step) = (low + step, step * 2);
        return Bisection.First(low + 1, Math.Min(Count, low + step), this, prefix, static (keys, prefix, i) => !keys[i].StartsWith(prefix));
    }
}
