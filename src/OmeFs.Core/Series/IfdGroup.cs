using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>IFDs of one shape and type: the planes of an image, or of one level of it.</summary>
/// <param name="Ifds">Numbers in the main chain, in the order of the planes; at least one.</param>
/// <param name="Sub">Which SubIFD of each holds the pixels; -1 for the IFD itself.</param>
/// <param name="PlanesPerIfd">The planes of a volume, or of a stack with one IFD; else 1.</param>
internal sealed record IfdGroup(TiffFile File, IReadOnlyList<int> Ifds, int Sub = -1, int PlanesPerIfd = 1)
{
    /// <summary>That of its first IFD of its own shape: others may keep the places of planes that are lost.</summary>
    public IfdLayout Layout => File.LayoutOf(RecordOf(Typical));

    private int Typical { get; init; } = Ifds[0];

    /// <summary>Planes in all.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/></exception>
    public int Planes => (long)Ifds.Count * PlanesPerIfd is <= TiffLimits.MaxPlanes and var planes
        ? (int)planes
        : throw new OmeFsException(
            FaultKind.LimitExceeded, $"{File.Source.Name}: at most {TiffLimits.MaxPlanes} planes expected, found {(long)Ifds.Count * PlanesPerIfd}");

    /// <summary>The order of planes that nothing describes: along z.</summary>
    public PlaneOrder AlongZ => new(DimensionOrder.XYZCT, Planes, 1, 1);

    /// <param name="order">Of the planes, from the first IFD's on.</param>
    public SeriesLevel Level(PlaneOrder order) => new([File], new IfdRunIndex(Ifds, order, PlanesPerIfd), Sub);

    /// <summary>
    /// The group of the main chain's IFD with this number, and of all others like it, and so on; in the order of their first IFDs. Those without
    /// pixels are in none. Those that cannot be read keep a place in a group whose IFDs they are between, so that the planes behind them keep theirs.
    /// </summary>
    public static List<IfdGroup> OfMainChain(TiffFile file, IEnumerable<int> ifds)
    {
        var groups = new List<(IfdKey Key, List<int> Ifds)>();
        var byKey = new Dictionary<IfdKey, List<int>>();
        var (lost, before) = (new List<int>(), (List<int>?)null);
        foreach (var ifd in ifds)
        {
            var layout = file.Ifds.LayoutOf(ifd);
            if (layout.IsUnreadable)
                lost.Add(ifd);
            if (!layout.HasSegments)
                continue;
            var key = IfdKey.Of(layout, -1);
            if (lost.Count > 0 && !layout.Reduced && before is not null && byKey.GetValueOrDefault(key) == before)
                before.AddRange(lost);
            lost.Clear();
            before = Add(groups, byKey, key, ifd);
        }
        return [.. groups.Select(group => new IfdGroup(file, group.Ifds, -1, group.Key.Depth))];
    }

    /// <summary>
    /// All of these IFDs of the main chain as the planes of one image, for a description that says they are: most of them are of one shape and type, and
    /// the others keep the places of planes that cannot be shown. Null if no shape and type is that of most.
    /// </summary>
    public static IfdGroup? OfPlanes(TiffFile file, IReadOnlyList<int> ifds)
    {
        var most = OfMainChain(file, ifds).MaxBy(group => group.Ifds.Count);
        return most is not null && most.Ifds.Count > ifds.Count / 2 ? most with { Ifds = ifds } : null;
    }

    /// <summary>The same of the SubIFDs that have pixels, where those at one place under their IFDs make a group.</summary>
    /// <param name="isLeft">Says of a row of the table of SubIFDs whether it counts.</param>
    public static List<IfdGroup> OfSubIfds(TiffFile file, Func<int, bool> isLeft)
    {
        var groups = new List<(IfdKey Key, List<int> Ifds)>();
        var byKey = new Dictionary<IfdKey, List<int>>();
        for (var ifd = 0; file.SubIfds.Count > 0 && ifd < file.Ifds.Count; ifd++)
        {
            var record = file.Ifds[ifd];
            for (var sub = 0; sub < record.SubCount; sub++)
                if (file.SubIfds.LayoutOf(record.FirstSub + sub) is { HasSegments: true } layout && isLeft(record.FirstSub + sub))
                    Add(groups, byKey, IfdKey.Of(layout, sub), ifd);
        }
        return [.. groups.Select(group => new IfdGroup(file, group.Ifds, group.Key.Sub, group.Key.Depth))];
    }

    /// <summary>The rows of the table of SubIFDs that the group's pixels are in; none for a group of the main chain.</summary>
    public IEnumerable<int> SubRows => Sub < 0 ? [] : Ifds.Select(ifd => File.Ifds[ifd].FirstSub + Sub);

    /// <summary>The same group with the IFDs of the main chain that have no pixels in their places: planes that a description names and the file has lost.</summary>
    public IfdGroup WithGaps()
    {
        if (Sub >= 0 || PlanesPerIfd != 1)
            return this;
        var own = Ifds.ToHashSet();
        return this with { Ifds = [.. Enumerable.Range(0, File.Ifds.Count).Where(ifd => own.Contains(ifd) || !File.Ifds.LayoutOf(ifd).HasSegments)] };
    }

    private IfdRecord RecordOf(int ifd) => Sub < 0 ? File.Ifds[ifd] : File.SubIfds[File.Ifds[ifd].FirstSub + Sub];

    private static List<int> Add(List<(IfdKey Key, List<int> Ifds)> groups, Dictionary<IfdKey, List<int>> byKey, IfdKey key, int ifd)
    {
        if (!byKey.TryGetValue(key, out var ifds))
        {
            byKey.Add(key, ifds = []);
            groups.Add((key, ifds));
        }
        ifds.Add(ifd);
        return ifds;
    }

    /// <summary>What IFDs must share to be planes of one image.</summary>
    private readonly record struct IfdKey(int Sub, int Width, int Length, int Depth, int Samples, int Bits, SampleFormat Format, bool Mask, bool Reduced, int Purpose)
    {
        public static IfdKey Of(in IfdLayout layout, int sub) => new(
            sub,
            layout.Width,
            layout.Length,
            layout.Depth,
            layout.SamplesPerPixel,
            layout.BitsPerSample,
            layout.Format,
            layout.Mask,
            layout.Reduced,
            layout.Purpose);
    }
}
