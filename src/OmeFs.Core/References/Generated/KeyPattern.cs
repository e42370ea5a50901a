using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>All keys of a `gen` entry, in the order of their bytes: fixed texts with places between them. A rank is a key's number in this order.</summary>
/// <remarks>
/// *Invariant:* the text after a place sorts before the next byte of any longer text at that place ("/", stored as 0, and "." and "-" sort before
/// digits). So keys are ordered by the text at their first place, then by that at their second, and so on.
/// </remarks>
internal sealed class KeyPattern
{
    private readonly byte[][] _texts;
    private readonly KeyPlace[] _places;
    private readonly long[] _strides;
    private readonly byte[] _first, _last;

    private KeyPattern(byte[][] texts, KeyPlace[] places, int longest)
    {
        (_texts, _places, _strides, Longest, Count) = (texts, places, new long[places.Length], longest, 1);
        for (var place = places.Length - 1; place >= 0; place--)
            (_strides[place], Count) = (Count, Count * places[place].Count);
        (_first, _last) = (Key(0), Key(Count - 1));
    }

    public long Count { get; }

    /// <summary>The length of the longest key, in bytes.</summary>
    public int Longest { get; }

    public ReadOnlySpan<byte> First => _first;

    public ReadOnlySpan<byte> Last => _last;

    public ReadOnlySpan<KeyPlace> Places => _places;

    /// <summary>
    /// The keys of a template; null if they do not have this order, are not all different, or cannot all be paths.
    /// </summary>
    /// <param name="dimensions">Together they give at least 1 key, and no more than a <see cref="long"/> can count.</param>
    public static KeyPattern? Of(TemplateText template, IReadOnlyList<GeneratorDimension> dimensions)
    {
        var (texts, places) = (new List<byte[]>(), new List<KeyPlace>());
        foreach (var (before, varying) in template.Settled(dimensions))
        {
            texts.Add(before);
            if (varying is null)
                continue;
            if (Place(varying, dimensions) is not { } place)
                return null;
            places.Add(place);
        }
        return AllDiffer(places, dimensions) && KeepOrder(places, texts) && LongestOf(places, texts) is { } longest
            ? new KeyPattern([.. texts.Select(Stored)], [.. places], longest)
            : null;
    }

    /// <summary>A key's rank at each place.</summary>
    public void Split(long rank, Span<long> ranks)
    {
        for (var place = 0; place < _strides.Length; place++)
            (ranks[place], rank) = Math.DivRem(rank, _strides[place]);
    }

    /// <summary>Writes a key and returns its length.</summary>
    public int Write(long rank, Span<byte> into)
    {
        var length = 0;
        for (var place = 0; place < _places.Length; place++)
        {
            _texts[place].CopyTo(into[length..]);
            length += _texts[place].Length;
            (var own, rank) = Math.DivRem(rank, _strides[place]);
            length += _places[place].Write(own, into[length..]);
        }
        _texts[^1].CopyTo(into[length..]);
        return length + _texts[^1].Length;
    }

    /// <summary>The number of keys before this one, which may be any key.</summary>
    public long LowerBound(ReadOnlySpan<byte> key)
    {
        long before = 0;
        for (var place = 0; place < _places.Length; place++)
        {
            if (!key.StartsWith(_texts[place]))
                return key.SequenceCompareTo(_texts[place]) < 0 ? before : before + (place == 0 ? Count : _strides[place - 1]);
            key = key[_texts[place].Length..];
            before += _places[place].Before(key, out var taken) * _strides[place];
            if (taken < 0)
                return before;
            key = key[taken..];
        }
        return key.SequenceCompareTo(_texts[^1]) > 0 ? before + 1 : before;
    }

    /// <summary>
    /// The ranks of the keys with the least and the greatest number at each place, among the keys from one rank to another (exclusive). Null if the
    /// places alone do not determine them.
    /// </summary>
    public (long Least, long Greatest)? Ends(long from, long to)
    {
        var (first, last) = (new long[_places.Length], new long[_places.Length]);
        Split(from, first);
        Split(to - 1, last);
        var (least, greatest) = (from, from);
        for (var place = first.AsSpan().CommonPrefixLength(last); place < _places.Length; place++)
        {
            if (first[place] != 0 || last[place] != _places[place].Count - 1 || _places[place].Ends is not { } ends)
                return null;
            (least, greatest) = (least + (ends.Least * _strides[place]), greatest + (ends.Greatest * _strides[place]));
        }
        return (least, greatest);
    }

    public bool Contains(ReadOnlySpan<byte> key)
    {
        Span<byte> found = stackalloc byte[Longest];
        return LowerBound(key) is var rank && rank < Count && key.SequenceEqual(found[..Write(rank, found)]);
    }

    private static KeyPlace? Place(Expression value, IReadOnlyList<GeneratorDimension> dimensions)
    {
        if (value is Expression.Variable { Index: var variable } && dimensions[variable].Listed is { } listed)
            return ListedPlace.Of(variable, listed);
        if (AffineForm.Of(value, dimensions) is not { } form || form.Least(dimensions) < 0)
            return null;
        var dimension = Array.FindIndex(form.Coefficients, coefficient => !coefficient.IsZero);
        if (dimension < 0 || dimensions[dimension].Listed is not null || dimension != Array.FindLastIndex(form.Coefficients, coefficient => !coefficient.IsZero))
            return null;
        var first = form.Constant + (form.Coefficients[dimension] * dimensions[dimension].Start);
        return new DecimalPlace(dimension, dimensions[dimension], (long)first, (long)(form.Coefficients[dimension] * dimensions[dimension].Step));
    }

    /// <summary>All keys are different if each dimension is in them once.</summary>
    private static bool AllDiffer(List<KeyPlace> places, IReadOnlyList<GeneratorDimension> dimensions) =>
        places.Count == dimensions.Count(dimension => dimension.Varies) && places.DistinctBy(place => place.Dimension).Count() == places.Count;

    private static bool KeepOrder(List<KeyPlace> places, List<byte[]> texts)
    {
        for (var place = 0; place < places.Count; place++)
            if (texts[place + 1] is [] ? place < places.Count - 1 : !places[place].KeepsOrderBefore(Stored(texts[place + 1])[0]))
                return false;
        return true;
    }

    /// <summary>The length of a key with the longest text at each place; null if it cannot be a path, because then other keys may not be paths either.</summary>
    private static int? LongestOf(List<KeyPlace> places, List<byte[]> texts)
    {
        var longest = new List<byte>(texts[0]);
        for (var place = 0; place < places.Count && longest.Count <= ReferenceLimits.MaxKeyBytes; place++)
        {
            places[place].AppendLongest(longest);
            longest.AddRange(texts[place + 1]);
        }
        return KeyRules.Copy(longest.ToArray(), new byte[ReferenceLimits.MaxKeyBytes]) == KeyFault.None ? longest.Count : null;
    }

    /// <summary>A text as it is in stored keys.</summary>
    public static byte[] Stored(byte[] text) => Array.ConvertAll(text, letter => letter == '/' ? KeyRules.Separator : letter);

    private byte[] Key(long rank)
    {
        var key = new byte[Longest];
        return key[..Write(rank, key)];
    }
}
