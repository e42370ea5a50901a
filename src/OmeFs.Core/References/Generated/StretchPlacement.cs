using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>
/// Decides which generators are calculated on demand: those whose keys are contiguous among all keys of the document, apart from equal keys.
/// The others must be expanded into records, so that it is decided key by key which reference overrides which.
/// </summary>
internal sealed class StretchPlacement
{
    private readonly IReadOnlyList<Generator> _generators;
    private readonly GeneratedStretch?[] _stretches;
    private readonly bool[] _split;

    public StretchPlacement(IReadOnlyList<Generator> generators, bool arithmetic)
    {
        _generators = generators;
        (_stretches, _split) = (new GeneratedStretch?[generators.Count], new bool[generators.Count]);
        long urls = 0;
        for (var number = 0; arithmetic && number < generators.Count; number++)
            if (GeneratedStretch.Of(generators[number]) is { } stretch && (urls += stretch.UrlCount) <= ReferenceLimits.MaxGeneratedUrls)
                _stretches[number] = stretch;
    }

    public bool Any => Array.Exists(_stretches, stretch => stretch is not null);

    /// <summary>In the order of their keys.</summary>
    public IReadOnlyList<GeneratedStretch> Stretches => [.. _stretches.OfType<GeneratedStretch>().Order(ByFirstKey)];

    /// <summary>In the order of the document.</summary>
    public IEnumerable<Generator> Expanded => _generators.Where((_, number) => _stretches[number] is null);

    private static Comparer<GeneratedStretch> ByFirstKey { get; } =
        Comparer<GeneratedStretch>.Create((one, other) => one.Keys.First.SequenceCompareTo(other.Keys.First));

    /// <param name="others">The keys that no generator makes.</param>
    public void Decide(SortedKeys others)
    {
        // All are judged before any is expanded, because expanded keys split another generator's keys just the same.
        var (split, starts) = (Overlapping(), Starts());
        foreach (var stretch in Stretches)
            if (!split.Contains(stretch) && (CanSplit(starts, stretch.Keys) || Splits(others, stretch.Keys)))
                split.Add(stretch);
        for (var number = 0; number < _stretches.Length; number++)
            if (_stretches[number] is { } stretch && split.Contains(stretch))
                (_stretches[number], _split[number]) = (null, true);
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public void MustFit()
    {
        if (Expanded.Sum(generator => generator.Count) <= ReferenceLimits.MaxGenerated)
            return;
        var number = Enumerable.Range(0, _generators.Count).Where(number => _stretches[number] is null).MaxBy(number => _generators[number].Count);
        throw new OmeFsException(
            FaultKind.LimitExceeded,
            $"'gen' makes more than {ReferenceLimits.MaxGenerated} references that must be stored one by one: the entry with the key '{_generators[number].Name}' "
            + (_split[number] ? "has other keys between its own" : $"is not plain arithmetic, with each dimension once in its key and no more than {ReferenceLimits.MaxGeneratedUrls} URLs"));
    }

    /// <summary>The common prefix of the keys of each generator that is expanded.</summary>
    private SortedTexts Starts() => new(
        [.. Expanded.Where(generator => generator.Count > 0).Select(generator => KeyPattern.Stored(generator.Key.Settled(generator.Dimensions).First().Before)).Order(SortedTexts.Order)]);

    /// <summary>Whether a key with one of these prefixes could be between the keys of a stretch, or under its last key.</summary>
    private static bool CanSplit(SortedTexts starts, KeyPattern keys)
    {
        if (starts.LongestStart(keys.First) >= 0)
            return true;
        var next = starts.LowerBound(keys.First);
        return next < starts.Count && (starts[next].AsSpan().SequenceCompareTo(keys.Last) <= 0 || KeyRules.IsUnder(starts[next], keys.Last));
    }

    /// <summary>Whether a key is between the keys of a stretch, or under its last key. An equal key does not matter.</summary>
    private static bool Splits(SortedKeys others, KeyPattern keys)
    {
        var index = others.LowerBound(keys.First, 0, others.Count);
        for (; index < others.Count && others[index].SequenceCompareTo(keys.Last) <= 0; index++)
            if (!keys.Contains(others[index]))
                return true;
        return index < others.Count && KeyRules.IsUnder(others[index], keys.Last);
    }

    /// <summary>Stretches that overlap, and those whose last key is a folder of another stretch's key.</summary>
    private HashSet<GeneratedStretch> Overlapping()
    {
        var (overlapping, order) = (new HashSet<GeneratedStretch>(), Stretches);
        for (int next = 1, farthest = 0; next < order.Count; next++)
        {
            var first = order[next].Keys.First;
            var last = order[next - 1].Keys.Last;
            if (first.SequenceCompareTo(order[farthest].Keys.Last) <= 0)
                overlapping.Add(order[next]);
            if (first.SequenceCompareTo(last) <= 0 || KeyRules.IsUnder(first, last))
                overlapping.Add(order[next - 1]);
            if (order[next].Keys.Last.SequenceCompareTo(order[farthest].Keys.Last) > 0)
                farthest = next;
        }
        return overlapping;
    }
}
