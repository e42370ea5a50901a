using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// Series of a TIFF without OME-XML: IFDs of the same shape and type are one series, as z, in the order of their first appearance.
/// Smaller versions (SubIFDs; IFDs marked as reduced) are its levels; SubIFDs that are something else are series of their own.
/// </summary>
internal static class PlainSeries
{
    private const int TransparencyMask = 4;

    public static async Task<IReadOnlyList<ImageSeries>> ReadAsync(TiffFile file, string name, CancellationToken cancellation)
    {
        var groups = Groups(file, await StackedAsync(file, cancellation));
        var tops = groups.Where(g => !g.Key.Reduced).ToList();
        if (tops.Count == 0)
            tops = groups;
        var left = groups.Except(tops).ToList();
        var series = new List<ImageSeries>();
        var bound = new ChannelBound(file.Source.Name);
        foreach (var top in tops)
        {
            bound.Expect(top.Key.Samples);
            var levels = Levels(file, top, left);
            var suffix = tops.Count > 1 ? $" {series.Count}" : "";
            series.Add(await SeriesAsync(file, name + suffix, top.Ifds, top.PlanesPerIfd, levels, cancellation));
        }
        foreach (var orphan in left)
        {
            bound.Expect(orphan.Key.Samples);
            series.Add(await SeriesAsync(
                file, $"{name} {series.Count}", orphan.Ifds, orphan.PlanesPerIfd, [new SeriesLevel([file], orphan.Planes, -1)], cancellation));
        }
        return series;
    }

    /// <summary>The series of IFDs of one shape, with so many planes in each.</summary>
    public static async Task<ImageSeries> SeriesAsync(
        TiffFile file, string name, IReadOnlyList<int> ifds, int perIfd, IReadOnlyList<SeriesLevel> levels, CancellationToken cancellation)
    {
        var first = await file.EntriesAsync(file.Ifds[ifds[0]], new IfdLabel(ifds[0]), cancellation);
        var layout = file.Ifds.LayoutOf(ifds[0]);
        if ((long)ifds.Count * perIfd is var planes && planes > TiffLimits.MaxPlanes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{file.Source.Name}: at most {TiffLimits.MaxPlanes} planes expected, found {planes}");
        return new ImageSeries
        {
            Name = name,
            Shape = new Extent5(1, layout.SamplesPerPixel, (int)planes, layout.Length, layout.Width),
            Depth = layout.Depth,
            SamplesPerPixel = layout.SamplesPerPixel,
            Levels = levels,
            Channels = await Palette.ApplyAsync(file, first, layout, DefaultChannels.Of(layout, layout.SamplesPerPixel), cancellation),
            Y = await Resolution.ScaleAsync(file, first, TiffTag.YResolution, cancellation),
            X = await Resolution.ScaleAsync(file, first, TiffTag.XResolution, cancellation),
            Reason = Reason(ifds.Count, perIfd),
        };
    }

    /// <summary>The levels of a series; groups that turn out to be levels are taken out of <paramref name="left"/>.</summary>
    private static List<SeriesLevel> Levels(TiffFile file, Group top, List<Group> left)
    {
        var planes = top.Planes;
        var levels = new List<(int Width, SeriesLevel Level)>();
        var layout = file.Ifds.LayoutOf(top.Ifds[0]);
        foreach (var (sub, smaller) in Pyramid.SubLevels([file], planes, layout))
            levels.Add((smaller.Width, new SeriesLevel([file], planes, sub)));
        foreach (var group in left.Where(g => g.Ifds.Count == top.Ifds.Count && Pyramid.IsReduction(layout, file.Ifds.LayoutOf(g.Ifds[0]))).ToList())
        {
            levels.Add((file.Ifds.LayoutOf(group.Ifds[0]).Width, new SeriesLevel([file], group.Planes, -1)));
            left.Remove(group);
        }
        return [new SeriesLevel([file], planes, -1), .. levels.OrderByDescending(l => l.Width).Select(l => l.Level)];
    }

    private static string Reason(int ifds, int perIfd) => (ifds, perIfd) switch
    {
        (1, 1) => "plain TIFF: one IFD",
        (1, _) => $"plain TIFF: {perIfd} planes in one IFD, as z",
        (_, 1) => $"plain TIFF: {ifds} IFDs of one shape, as z",
        _ => $"plain TIFF: {ifds} IFDs of {perIfd} planes, as z",
    };

    /// <summary>The planes of a MetaMorph STK: as many as tag 33629 has values, behind its one IFD; 1 where it is none.</summary>
    private static async Task<int> StackedAsync(TiffFile file, CancellationToken cancellation)
    {
        var first = await file.EntriesAsync(file.Ifds[0], new IfdLabel(0), cancellation);
        return first[TiffTag.MetaMorphPlanes] is { } tag && await ContiguousStack.HoldsAsync(file, first, tag.Count, cancellation) ? (int)tag.Count : 1;
    }

    private static List<Group> Groups(TiffFile file, int stacked)
    {
        var groups = new List<Group>();
        var byKey = new Dictionary<Key, Group>();
        for (var ifd = 0; ifd < file.Ifds.Count; ifd++)
        {
            var key = Key.Of(file.Ifds.LayoutOf(ifd));
            if (!byKey.TryGetValue(key, out var group))
            {
                group = new Group(key, [], Math.Max(key.Depth, stacked));
                byKey.Add(key, group);
                groups.Add(group);
            }
            group.Ifds.Add(ifd);
        }
        return groups;
    }

    /// <param name="PlanesPerIfd">The planes of a volume, or of a stack with one IFD.</param>
    private sealed record Group(Key Key, List<int> Ifds, int PlanesPerIfd)
    {
        public PlaneRun Planes => new(Ifds, 1, Ifds.Count * PlanesPerIfd, PlanesPerIfd);
    }

    /// <summary>What IFDs must share to be planes of one series.</summary>
    private readonly record struct Key(int Width, int Length, int Samples, int Bits, SampleFormat Format, int Depth, bool Mask, bool Reduced)
    {
        public static Key Of(in IfdLayout layout) => new(
            layout.Width,
            layout.Length,
            layout.SamplesPerPixel,
            layout.BitsPerSample,
            layout.Format,
            layout.Depth,
            layout.Photometric == TransparencyMask,
            layout.Reduced);
    }
}
