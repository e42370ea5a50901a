using OmeFs.Core.References.Generated;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Records;

namespace OmeFs.Core.References.Set;

/// <summary>
/// All references of a document, in the order of their keys. Each folder is one range of positions. Most references are packed; between them are
/// stretches that are calculated. Immutable; safe from many threads.
/// </summary>
/// <remarks>*Invariant:* all keys are different, and no key is a folder of another.</remarks>
internal sealed class ReferenceSet
{
    private readonly SortedKeys _packed;
    private readonly PlacedStretch[] _generated;

    /// <param name="generated">In the order of their positions.</param>
    internal ReferenceSet(SortedKeys packed, PlacedStretch[] generated, UrlTable urls, KeyRefusals refusals)
    {
        (_packed, _generated, Urls, Refusals) = (packed, generated, urls, refusals);
        (Count, KeyRoom) = (packed.Count, 0);
        foreach (var placed in generated)
            (Count, KeyRoom) = (Count + (int)placed.Stretch.Count, Math.Max(KeyRoom, placed.Stretch.Keys.Longest));
    }

    public int Count { get; }

    public UrlTable Urls { get; }

    /// <summary>The keys of the document that are not here, and why.</summary>
    public KeyRefusals Refusals { get; }

    public ReadOnlySpan<PlacedStretch> Generated => _generated;

    /// <summary>The length of the longest key that is not packed, in bytes.</summary>
    public int KeyRoom { get; }

    /// <summary>The key at a position. Its parts are separated by <see cref="KeyRules.Separator"/>.</summary>
    /// <param name="room">Has at least <see cref="KeyRoom"/> bytes. A calculated key is written there.</param>
    public ReadOnlySpan<byte> Key(int position, Span<byte> room)
    {
        var before = Before(position);
        return IsGenerated(before, position)
            ? room[..before.Stretch.Keys.Write(position - before.First, room)]
            : _packed[Index(before, position)];
    }

    /// <summary>The key, as memory that remains valid. False if the key is calculated.</summary>
    public bool TryKeyMemory(int position, out ReadOnlyMemory<byte> key)
    {
        var before = Before(position);
        key = IsGenerated(before, position) ? default : _packed.Memory(Index(before, position));
        return !key.IsEmpty;
    }

    public bool BeginsWith(int position, ReadOnlySpan<byte> prefix)
    {
        Span<byte> room = stackalloc byte[KeyRoom];
        return Key(position, room).StartsWith(prefix);
    }

    /// <summary>The stretch that contains a position; null if its reference is packed.</summary>
    public PlacedStretch? StretchAt(int position) => Before(position) is { } before && position < before.End ? before : null;

    /// <summary>The first position from this one on whose reference is packed; the end if there is none.</summary>
    public int NextPacked(int position)
    {
        while (StretchAt(position) is { } stretch)
            position = stretch.End;
        return position;
    }

    public Reference At(int position)
    {
        var before = Before(position);
        return IsGenerated(before, position) ? before.Stretch.At(position - before.First) : _packed.At(Index(before, position));
    }

    /// <summary>The first position from <paramref name="from"/> on whose key is not before <paramref name="key"/>.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, int from = 0)
    {
        if (_generated.Length == 0)
            return _packed.LowerBound(key, from, Count);
        var after = Bisection.First(0, _generated.Length, _generated, key, static (stretches, key, i) => stretches[i].Stretch.Keys.First.SequenceCompareTo(key) > 0);
        var before = after == 0 ? null : _generated[after - 1];
        if (before is not null && before.Stretch.Keys.LowerBound(key) is var rank && rank < before.Stretch.Count)
            return Math.Max(from, before.First + (int)rank);
        var index = _packed.LowerBound(key, before?.Packed ?? 0, after < _generated.Length ? _generated[after].Packed : _packed.Count);
        return Math.Max(from, before is null ? index : before.End + (index - before.Packed));
    }

    /// <summary>The position after the last key with <paramref name="prefix"/>. The key at <paramref name="from"/> has it.</summary>
    /// <param name="prefix">Ends with a separator.</param>
    public int EndOf(ReadOnlySpan<byte> prefix, int from)
    {
        if (_generated.Length == 0)
            return _packed.EndOf(prefix, from);
        Span<byte> next = stackalloc byte[prefix.Length];
        prefix.CopyTo(next);
        next[^1]++;
        return LowerBound(next, from);
    }

    /// <summary>The last stretch that begins at or before a position.</summary>
    private PlacedStretch? Before(int position)
    {
        var after = Bisection.First(0, _generated.Length, _generated, position, static (stretches, position, i) => stretches[i].First > position);
        return after == 0 ? null : _generated[after - 1];
    }

    private static bool IsGenerated([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] PlacedStretch? before, int position) => before is not null && position < before.End;

    private static int Index(PlacedStretch? before, int position) => before is null ? position : before.Packed + (position - before.End);
}
