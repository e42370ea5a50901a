using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Keys;

/// <summary>
/// Sorts addresses of records by their keys, and equal keys by their addresses: a radix sort in place, from the first byte on. Many keys are
/// split by one byte after the other, which takes no memory. <see cref="KeyPart"/> sorts the parts that are then small.
/// </summary>
internal sealed class KeySort
{
    /// <summary>Fewer keys than this are sorted as one part.</summary>
    public const int Many = 1 << 15;

    /// <summary>The depth of nested splits from which whole keys are compared. A malicious document can need one split per byte of a key.</summary>
    private const int Deep = 128;

    private readonly RecordArena _arena;
    private readonly uint[] _addresses;
    private readonly Stack<Stretch> _unsplit = new();
    private readonly List<Stretch> _parts = [];

    private KeySort(RecordArena arena, uint[] addresses) => (_arena, _addresses) = (arena, addresses);

    public static void Sort(RecordArena arena, uint[] addresses)
    {
        if (!IsSorted(arena, addresses))
            new KeySort(arena, addresses).Sort();
    }

    private static bool IsSorted(RecordArena arena, uint[] addresses)
    {
        for (var i = 1; i < addresses.Length; i++)
            if (arena.Key(addresses[i - 1]).SequenceCompareTo(arena.Key(addresses[i])) > 0)
                return false;
        return true;
    }

    private void Sort()
    {
        _unsplit.Push(new Stretch(0, _addresses.Length, 0, 0));
        while (_unsplit.TryPop(out var next))
            if (next.Count < Many)
                _parts.Add(next);
            else if (next.Splits == Deep)
                Array.Sort(_addresses, next.From, next.Count, Comparer<uint>.Create((left, right) => KeyPart.Compare(_arena, left, right)));
            else
                Split(next);
        if (_parts.Count == 1)
            Sort(_parts[0], null, new KeyPart(_arena, _addresses.Length));
        else
            Parallel.ForEach(_parts, () => new KeyPart(_arena, Many), Sort, static _ => { });
    }

    private KeyPart Sort(Stretch part, ParallelLoopState? state, KeyPart sorter)
    {
        sorter.Sort(_addresses.AsSpan(part.From, part.Count), part.Depth);
        return sorter;
    }

    /// <summary>Sorts the keys by the first byte in which they differ. A key that has ended has 0 there.</summary>
    private void Split(Stretch stretch)
    {
        var depth = KeyPart.Common(_arena, _addresses.AsSpan(stretch.From, stretch.Count), stretch.Depth);
        Span<int> ends = stackalloc int[256];
        ends.Clear();
        var allEnded = true;
        foreach (var address in _addresses.AsSpan(stretch.From, stretch.Count))
        {
            allEnded &= _arena.Key(address).Length <= depth;
            ends[ByteAt(address, depth)]++;
        }
        if (allEnded)
        {
            Array.Sort(_addresses, stretch.From, stretch.Count); // The same key, many times.
            return;
        }
        Scatter(stretch.From, depth, ends);
        for (var (value, start) = (0, stretch.From); value < ends.Length; start = ends[value++])
            if (ends[value] > start)
                _unsplit.Push(new Stretch(start, ends[value], depth + 1, stretch.Splits + 1));
    }

    /// <summary>Moves each address once, to the place of its byte.</summary>
    /// <param name="ends">The number of keys with each byte; afterwards the end of these keys.</param>
    private void Scatter(int from, int depth, Span<int> ends)
    {
        Span<int> next = stackalloc int[ends.Length];
        for (var (value, end) = (0, from); value < ends.Length; value++)
        {
            next[value] = end;
            ends[value] = end += ends[value];
        }
        for (var value = 0; value < ends.Length; value++)
            while (next[value] < ends[value])
            {
                var address = _addresses[next[value]];
                for (var belongs = ByteAt(address, depth); belongs != value; belongs = ByteAt(address, depth))
                {
                    ref var place = ref _addresses[next[belongs]++];
                    (address, place) = (place, address);
                }
                _addresses[next[value]++] = address;
            }
    }

    private byte ByteAt(uint address, int depth) => _arena.Key(address) is var key && key.Length > depth ? key[depth] : (byte)0;

    /// <param name="Depth">Bytes that are the same in all keys.</param>
    /// <param name="Splits">The number of splits that led to it.</param>
    private readonly record struct Stretch(int From, int To, int Depth, int Splits)
    {
        public int Count => To - From;
    }
}
