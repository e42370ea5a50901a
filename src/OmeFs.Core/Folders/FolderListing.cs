namespace OmeFs.Core.Folders;

/// <summary>The content of a folder at one time. Immutable; safe from many threads.</summary>
internal sealed class FolderListing
{
    private readonly FolderNode[] _byName;
    private readonly (ulong Ordinal, FolderNode Node)[] _byOrdinal;

    public FolderListing(IEnumerable<FolderNode> nodes, NotShown notShown)
    {
        NotShown = notShown;
        _byName = [.. nodes];
        Array.Sort(_byName, static (a, b) => a.NameBytes.AsSpan().SequenceCompareTo(b.NameBytes));
        _byOrdinal = [.. _byName.Select(node => (FolderIds.Ordinal(node.Name), node)).OrderBy(place => place.Item1)];
        for (var i = 1; i < _byOrdinal.Length; i++)
            _byOrdinal[i].Ordinal = Math.Max(_byOrdinal[i].Ordinal, _byOrdinal[i - 1].Ordinal + 1);
    }

    public NotShown NotShown { get; }

    /// <summary>All nodes, in the byte order of their names.</summary>
    public IReadOnlyList<FolderNode> Nodes => _byName;

    /// <summary>The nodes from an ordinal on, in listing order.</summary>
    public ReadOnlySpan<(ulong Ordinal, FolderNode Node)> From(ulong ordinal)
    {
        var first = Bisection.First(0, _byOrdinal.Length, _byOrdinal, ordinal, static (nodes, ordinal, i) => nodes[i].Ordinal >= ordinal);
        return _byOrdinal.AsSpan(first);
    }

    public FolderNode? Find(ReadOnlySpan<byte> name)
    {
        var at = Bisection.First(0, _byName.Length, _byName, name, static (nodes, name, i) => nodes[i].NameBytes.AsSpan().SequenceCompareTo(name) >= 0);
        return at < _byName.Length && _byName[at].NameBytes.AsSpan().SequenceEqual(name) ? _byName[at] : null;
    }
}
