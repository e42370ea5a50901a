using OmeFs.Core.References.Generated;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Records;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Set;

/// <summary>Collects references in the order of a document, later ones going over earlier ones of the same key. For one thread, once.</summary>
internal sealed class ReferenceSetBuilder(string name)
{
    private readonly RecordArena _arena = new();
    private readonly KeyRefusals _refusals = new();
    private readonly byte[] _key = new byte[ReferenceLimits.MaxKeyBytes];
    private int _keyLength;
    private long _inlineBytes;

    public UrlTable Urls { get; } = new();

    /// <summary>Whether any value made sense.</summary>
    public bool HasValidValue { get; private set; }

    /// <summary>Takes the key that the next reference is for; where it cannot be a path it is counted, and false says to pass over its value.</summary>
    /// <param name="text">Whether the key is valid UTF-8.</param>
    public bool TryKey(ReadOnlySpan<byte> key, bool text)
    {
        var fault = text ? KeyRules.Copy(key, _key) : KeyFault.NotUtf8;
        _keyLength = key.Length;
        if (fault == KeyFault.None)
            return true;
        _refusals.Add(fault, key);
        return false;
    }

    /// <summary>The value of the key at hand makes no sense. The key stays and reading it fails: one that is absent would be taken for pixels of the fill value.</summary>
    public void RefuseValue()
    {
        _refusals.Add(KeyFault.Value, Key);
        _arena.AddRange(Key, Urls.Invalid(), 0, 1); // a file that is empty nobody would read
    }

    /// <param name="offset">Not negative, as is <paramref name="length"/>.</param>
    public void AddRange(int url, long offset, long length)
    {
        if (offset > long.MaxValue - length)
        {
            RefuseValue();
            return;
        }
        HasValidValue = true;
        _arena.AddRange(Key, url, offset, length);
        Urls.Needs(url, offset + length);
    }

    public void AddWhole(int url)
    {
        HasValidValue = true;
        _arena.AddWhole(Key, url);
        Urls.Needs(url, 0);
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public void AddInline(ReadOnlySpan<byte> bytes)
    {
        _inlineBytes += bytes.Length;
        if (_inlineBytes > ReferenceLimits.MaxInlineBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{name}: more than {ReferenceLimits.MaxInlineBytes} bytes of inline values");
        HasValidValue = true;
        _arena.AddInline(Key, bytes);
    }

    /// <summary>
    /// Sorts, and drops conflicting keys. What generators make overrides what was added; later generators override earlier ones. The builder is of
    /// no use afterwards.
    /// </summary>
    /// <param name="arithmetic">Whether what generators make may be calculated when it is asked for.</param>
    /// <exception cref="OmeFsException">The generators make too much, or something wrong.</exception>
    public ReferenceSet Freeze(IReadOnlyList<Generator> generators, bool arithmetic)
    {
        var placement = new StretchPlacement(generators, arithmetic);
        var addresses = placement.Any ? Sorted([]) : null;
        if (addresses is not null)
            placement.Decide(new SortedKeys(_arena, addresses, addresses.Length));
        placement.MustFit();
        if (addresses is null || placement.Expanded.Any())
        {
            foreach (var generator in placement.Expanded)
                new GeneratorExpansion(generator, this).AddAll();
            addresses = Sorted(addresses ?? []);
        }
        return Settle(addresses, placement.Stretches);
    }

    private ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    /// <param name="taken">Of all that was there when the arena was asked last.</param>
    private uint[] Sorted(uint[] taken)
    {
        var added = _arena.TakeAddresses();
        uint[] addresses = taken.Length == 0 ? added : [.. taken, .. added];
        KeySort.Sort(_arena, addresses);
        return addresses;
    }

    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    private ReferenceSet Settle(uint[] addresses, IReadOnlyList<GeneratedStretch> stretches)
    {
        var (keys, placed) = (new SortedKeys(_arena, addresses, addresses.Length), new PlacedStretch[stretches.Count]);
        if (addresses.Length + stretches.Sum(stretch => stretch.Count) > ReferenceLimits.MaxReferences)
            throw new OmeFsException(FaultKind.LimitExceeded, $"more than {ReferenceLimits.MaxReferences} references, including those that 'gen' generates");
        var (kept, from, generated) = (0, 0, 0L);
        for (var number = 0; number < placed.Length; number++)
        {
            var stretch = stretches[number];
            var to = keys.LowerBound(stretch.Keys.First, from, keys.Count);
            kept = Settle(addresses, from, to, kept);
            if (kept > 0 && KeyRules.IsUnder(stretch.Keys.First, keys[kept - 1]))
                _refusals.Add(KeyFault.FileAndFolder, keys[--kept]);
            for (from = to; from < keys.Count && keys[from].SequenceCompareTo(stretch.Keys.Last) <= 0; from++)
                _refusals.Add(KeyFault.Twice, keys[from]);
            placed[number] = new PlacedStretch(stretch, kept + (int)generated, kept);
            generated += stretch.Count;
            stretch.AddUrls(Urls);
        }
        kept = Settle(addresses, from, addresses.Length, kept);
        return new ReferenceSet(new SortedKeys(_arena, addresses, kept), placed, Urls, _refusals);
    }

    /// <summary>Of a key that comes twice the last one stays, and none that is a folder as well; returns how many are left, at the front.</summary>
    private int Settle(uint[] addresses, int from, int to, int kept)
    {
        for (; from < to; from++)
        {
            var key = _arena.Key(addresses[from]);
            if (kept > 0 && _arena.Key(addresses[kept - 1]) is var before && key.StartsWith(before))
            {
                var twice = key.Length == before.Length;
                if (twice || key[before.Length] == KeyRules.Separator)
                {
                    _refusals.Add(twice ? KeyFault.Twice : KeyFault.FileAndFolder, before);
                    kept--;
                }
            }
            addresses[kept++] = addresses[from];
        }
        return kept;
    }
}
