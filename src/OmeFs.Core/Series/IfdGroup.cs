using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>IFDs of the same shape and type: the planes of an image, or of one of its levels.</summary>
/// <param name="Ifds">Indices in the main chain, in the order of the planes; at least one.</param>
/// <param name="Sub">The SubIFD of each with the pixels; -1 for the IFD itself.</param>
/// <param name="PlanesPerIfd">More than 1 for a volume, or for a stack with one IFD.</param>
internal sealed record IfdGroup(TiffFile File, IReadOnlyList<int> Ifds, int Sub = -1, int PlanesPerIfd = 1)
{
    /// <summary>The layout of the first typical IFD: others may stand for planes that are lost.</summary>
    public IfdLayout Layout => File.LayoutOf(RecordOf(Typical));

    private int Typical { get; init; } = Ifds[0];

    /// <summary>The number of planes.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/></exception>
    public int Planes => (long)Ifds.Count * PlanesPerIfd is <= TiffLimits.MaxPlanes and var planes
        ? (int)planes
        : throw new OmeFsException(
            FaultKind.LimitExceeded, $"{File.Source.Name}: at most {TiffLimits.MaxPlanes} planes expected, found {(long)Ifds.Count * PlanesPerIfd}");

    /// <summary>The order of planes without a description: along z.</summary>
    public PlaneOrder AlongZ => new(DimensionOrder.XYZCT, Planes, 1, 1);

    /// <param name="order">The order of the planes, beginning with the first IFD.</param>
    public SeriesLevel Level(PlaneOrder order) => new([File], new IfdRunIndex(Ifds, order, PlanesPerIfd), Sub);

    /// <summary>
    /// Groups IFDs of the main chain by shape and type, in the order of each group's first IFD. IFDs without pixels belong to no group. An unreadable
    /// IFD between two IFDs of a group belongs to the group, so that the planes behind it keep their indices.
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
    /// All these IFDs as the planes of one image, because a description says so. Most must have the same shape and type. The others stand for
    /// planes that cannot be shown. Null if no shape and type has a majority.
    /// </summary>
    public static IfdGroup? OfPlanes(TiffFile file, IReadOnlyList<int> ifds)
    {
        var most = OfMainChain(file, ifds).MaxBy(group => group.Ifds.Count);
        return most is not null && most.Ifds.Count > ifds.Count / 2 ? most with { Ifds = ifds } : null;
    }

    /// <summary>Groups SubIFDs that have pixels: by shape and type, and by their index below their IFDs.</summary>
    /// <param name="isLeft">Whether a row of the table of SubIFDs is still free.</param>
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

    /// <summary>The rows of the group in the table of SubIFDs; none for a group of the main chain.</summary>
    public IEnumerable<int> SubRows => Sub < 0 ? [] : Ifds.Select(ifd => File.Ifds[ifd].FirstSub + Sub);

    /// <summary>
    /// The same group, with the IFDs of the main chain that have no pixels at their indices: planes that a description names but the file has lost.
    /// </summary>
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
