using OmeFs.Core.References.Keys;

namespace OmeFs.Core.References;

/// <summary>
/// All references of a document, packed, in the order of their keys: each folder is one stretch of positions. Immutable; safe from many
/// threads.
/// </summary>
/// <remarks>*Invariant:* keys are different, and none is the folder of another.</remarks>
internal sealed class ReferenceSet
{
    private readonly RecordArena _arena;
    private readonly uint[] _addresses;

    internal ReferenceSet(RecordArena arena, uint[] addresses, int count, UrlTable urls, KeyRefusals refusals) =>
        (_arena, _addresses, Count, Urls, Refusals) = (arena, addresses, count, urls, refusals);

    public int Count { get; }

    public UrlTable Urls { get; }

    /// <summary>What of the document is not here, and why.</summary>
    public KeyRefusals Refusals { get; }

    /// <summary>The key at a position, its parts apart by <see cref="KeyRules.Separator"/>.</summary>
    public ReadOnlySpan<byte> Key(int position) => _arena.Key(_addresses[position]);

    /// <summary>A part of the key as memory that stays.</summary>
    public ReadOnlyMemory<byte> KeyMemory(int position) => _arena.KeyMemory(_addresses[position]);

    public Reference At(int position) => _arena.Read(_addresses[position]);

    /// <summary>The first position from <paramref name="from"/> on whose key is not before <paramref name="key"/>.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, int from = 0)
    {
        var (low, high) = (from, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Key(middle).SequenceCompareTo(key) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The position after the last key that begins with <paramref name="prefix"/>, as the one at <paramref name="from"/> does.</summary>
    public int EndOf(ReadOnlySpan<byte> prefix, int from)
    {
        // Most folders are small: the end is looked for in steps that double.
        var (low, step) = (from, 1);
        while (low + step < Count && Key(low + step).StartsWith(prefix))
            (low, step) = (low + step, step * 2);
        var high = Math.Min(Count, low + step);
        for (low++; low < high;)
        {
            var middle = (low + high) >>> 1;
            if (Key(middle).StartsWith(prefix))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
