using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// Finds pyramid levels of OME-TIFFs in the main chain: IFDs that are marked as reduced and not named by any Image. If a file has as many of one
/// size as it has full IFDs of a larger size, they are its levels, in the order of the chain. They may follow all full IFDs, or each its own.
/// </summary>
internal sealed class ChainLevels
{
    /// <summary>For each file: level size → for each IFD of the chain, the IFD with that level; -1 if there is none.</summary>
    private readonly List<Dictionary<(int Width, int Length), int[]>> _files = [];

    /// <param name="named">All IFDs that the Images name.</param>
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

    /// <summary>The levels that all these planes have, with their size in pixels.</summary>
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

    /// <summary>The planes of a level, found through those of the full image.</summary>
    /// <param name="levelOf">For each file: full IFD → IFD of the level.</param>
    private sealed class LevelPlanes(IPlaneIndex full, IReadOnlyList<int[]?> levelOf) : IPlaneIndex
    {
        public IEnumerable<IfdPlace> Places => full.Places.Select(Smaller);

        public IfdPlace PlaceOf(int z, int channel, int t) => Smaller(full.PlaceOf(z, channel, t));

        private IfdPlace Smaller(IfdPlace place) =>
            !place.IsNone && levelOf[place.File] is { } ifds && ifds[place.Ifd] is >= 0 and var ifd ? place with { Ifd = ifd } : IfdPlace.None;
    }
}
