using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// Levels of OME-TIFFs in the main chain: IFDs marked as reduced that no Image of the OME-XML names. As many of one size as the file has full
/// IFDs of a larger one belong to these in the order of the chain, be they behind all of them or each behind its own.
/// </summary>
internal sealed class ChainLevels
{
    /// <summary>Of each file: by the size of a level, which IFD of the chain is that level of a full IFD; -1 for none.</summary>
    private readonly List<Dictionary<(int Width, int Length), int[]>> _files = [];

    /// <param name="named">All IFDs that Images name.</param>
    public ChainLevels(IReadOnlyList<TiffFile> files, IEnumerable<IfdPlace> named)
    {
        _files.AddRange(files.Select(_ => new Dictionary<(int, int), int[]>()));
        if (!files.Any(file => file.Ifds.Layouts.Any(layout => layout.Reduced)))
            return;
        var namedIfds = files.Select(file => new bool[file.Ifds.Count]).ToList();
        foreach (var place in named)
            namedIfds[place.File][place.Ifd] = true;
        for (var file = 0; file < files.Count; file++)
            Find(files[file], namedIfds[file], _files[file]);
    }

    /// <summary>The levels that all of these planes have, with their width in pixels.</summary>
    public IEnumerable<(int Width, int Length, IPlaneIndex Planes)> Of(IPlaneIndex full)
    {
        List<(int Width, int Length)>? common = null;
        foreach (var place in full.Places)
        {
            var levels = _files[place.File];
            common ??= [.. levels.Keys];
            common.RemoveAll(size => !levels.TryGetValue(size, out var ifds) || ifds[place.Ifd] < 0);
            if (common.Count == 0)
                break;
        }
        return (common ?? []).Select(size => (size.Width, size.Length, (IPlaneIndex)new LevelPlanes(full, [.. _files.Select(levels => levels.GetValueOrDefault(size))])));
    }

    private static void Find(TiffFile file, bool[] named, Dictionary<(int Width, int Length), int[]> found)
    {
        var ifds = Enumerable.Range(0, file.Ifds.Count);
        var reduced = IfdGroup.OfMainChain(file, ifds.Where(ifd => !named[ifd] && file.Ifds.LayoutOf(ifd).Reduced));
        if (reduced.Count is 0 or > Pyramid.MostGroups)
            return;
        foreach (var full in IfdGroup.OfMainChain(file, ifds.Where(ifd => named[ifd])))
            foreach (var level in reduced.Where(group => Pyramid.AreAsMany(full, group) && Pyramid.IsReduction(full.Layout, group.Layout)).ToList())
            {
                reduced.Remove(level);
                var size = (level.Layout.Width, level.Layout.Length);
                if (!found.TryGetValue(size, out var levelOf))
                    Array.Fill(found[size] = levelOf = new int[file.Ifds.Count], -1);
                for (var i = 0; i < full.Ifds.Count; i++)
                    levelOf[full.Ifds[i]] = level.Ifds[i];
            }
    }

    /// <summary>The planes of a level by those of the full image.</summary>
    /// <param name="levelOf">Of each file, the IFD of the level by that of the full image.</param>
    private sealed class LevelPlanes(IPlaneIndex full, IReadOnlyList<int[]?> levelOf) : IPlaneIndex
    {
        public IEnumerable<IfdPlace> Places => full.Places.Select(Smaller);

        public IfdPlace PlaceOf(int z, int channel, int t) => Smaller(full.PlaceOf(z, channel, t));

        private IfdPlace Smaller(IfdPlace place) =>
            !place.IsNowhere && levelOf[place.File] is { } ifds && ifds[place.Ifd] is >= 0 and var ifd ? place with { Ifd = ifd } : IfdPlace.Nowhere;
    }
}
