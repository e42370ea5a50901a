namespace OmeFs.Core.Folders;

/// <summary>The content of a folder at one time. Immutable; safe from many threads.</summary>
internal sealed class FolderListing
{
    private readonly OuterNode[] _byName;
    private readonly (ulong Ordinal, OuterNode Node)[] _byOrdinal;

    public FolderListing(IEnumerable<OuterNode> nodes, NotShown notShown)
    {
        NotShown = notShown;
        _byName = [.. nodes];
        Array.Sort(_byName, static (a, b) => a.NameBytes.AsSpan().SequenceCompareTo(b.NameBytes));
        _byOrdinal = [.. _byName.Select(node => (FolderIds.Ordinal(node.Name), node)).OrderBy(place => place.Item1)];
        for (var i = 1; i < _byOrdinal.Length; i++)
            _byOrdinal[i].Ordinal = Math.Max(_byOrdinal[i].Ordinal, _byOrdinal[i - 1].Ordinal + 1);
    }

    public NotShown NotShown { get; }

    /// <summary>In the order of their names' bytes.</summary>
    public IReadOnlyList<OuterNode> Nodes => _byName;

    /// <summary>In the order in which they are listed.</summary>
    public ReadOnlySpan<(ulong Ordinal, OuterNode Node)> From(ulong ordinal)
    {
        var (low, high) = (0, _byOrdinal.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_byOrdinal[middle].Ordinal < ordinal)
                low = middle + 1;
            else
                high = middle;
        }
        return _byOrdinal.AsSpan(low);
    }

    public OuterNode? Find(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, _byName.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _byName[middle].NameBytes.AsSpan().SequenceCompareTo(name);
            if (order == 0)
                return _byName[middle];
            if (order > 0)
                high = middle - 1;
            else
                low = middle + 1;
        }
        return null;
    }
}
