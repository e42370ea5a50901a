using OmeFs.Core.References.Generated;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Records;
using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Set;

/// <summary>Collects references in the order of a document. Later ones override earlier ones with the same key. For one thread, once.</summary>
internal sealed class ReferenceSetBuilder(string name)
{
    private readonly RecordArena _arena = new();
    private readonly KeyRefusals _refusals = new();
    private readonly byte[] _key = new byte[ReferenceLimits.MaxKeyBytes];
    private int _keyLength;
    private long _inlineBytes;

    public UrlTable Urls { get; } = new();

    /// <summary>Whether any value was valid.</summary>
    public bool HasValidValue { get; private set; }

    /// <summary>Sets the key of the next reference. If the key cannot be a path, it is counted, and the result is false: the caller must skip its value.</summary>
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

    /// <summary>The current key has an invalid value. The key is kept and reading it fails: clients would take an absent key for pixels of the fill value.</summary>
    public void RefuseValue()
    {
        _refusals.Add(KeyFault.Value, Key);
        _arena.AddRange(Key, Urls.Invalid(), 0, 1); // Not 0, because clients do not read an empty file.
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
    /// Sorts, and drops conflicting keys. Generated references override those that were added; later generators override earlier ones. The builder
    /// cannot be used afterwards.
    /// </summary>
    /// <param name="arithmetic">Whether generated references may be calculated on demand.</param>
    /// <exception cref="OmeFsException">The generators make too many references, or invalid ones.</exception>
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

    /// <param name="taken">The addresses of all records that the arena has already given.</param>
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

    /// <summary>Keeps the last of equal keys, and drops keys that are also folders. The remaining addresses are moved to the front; returns their number.</summary>
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
