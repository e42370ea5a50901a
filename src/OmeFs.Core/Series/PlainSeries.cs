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
        var groups = Groups(file);
        var tops = groups.Where(g => !g.Key.Reduced).ToList();
        if (tops.Count == 0)
            tops = groups;
        var left = groups.Except(tops).ToList();
        var series = new List<ImageSeries>();
        foreach (var top in tops)
        {
            var levels = Levels(file, top, left);
            var suffix = tops.Count > 1 ? $" {series.Count}" : "";
            series.Add(await SeriesAsync(file, name + suffix, top, levels, cancellation));
        }
        foreach (var orphan in left)
            series.Add(await SeriesAsync(
                file, $"{name} {series.Count}", orphan, [new SeriesLevel([file], new PlaneRun(orphan.Ifds, 1, orphan.Ifds.Count), -1)], cancellation));
        return series;
    }

    private static async Task<ImageSeries> SeriesAsync(
        TiffFile file, string name, Group top, IReadOnlyList<SeriesLevel> levels, CancellationToken cancellation)
    {
        var first = await file.EntriesAsync(file.Ifds[top.Ifds[0]], new IfdLabel(top.Ifds[0]), cancellation);
        var layout = file.Ifds.LayoutOf(top.Ifds[0]);
        return new ImageSeries
        {
            Name = name,
            Shape = new Extent5(1, layout.SamplesPerPixel, top.Ifds.Count, layout.Length, layout.Width),
            SamplesPerPixel = layout.SamplesPerPixel,
            Levels = levels,
            Channels = await Palette.ApplyAsync(file, first, layout, DefaultChannels.Of(layout, layout.SamplesPerPixel), cancellation),
            Y = await Resolution.ScaleAsync(file, first, TiffTag.YResolution, cancellation),
            X = await Resolution.ScaleAsync(file, first, TiffTag.XResolution, cancellation),
            Reason = top.Ifds.Count == 1 ? "plain TIFF: one IFD" : $"plain TIFF: {top.Ifds.Count} IFDs of one shape, as z",
        };
    }

    /// <summary>The levels of a series; groups that turn out to be levels are taken out of <paramref name="left"/>.</summary>
    private static List<SeriesLevel> Levels(TiffFile file, Group top, List<Group> left)
    {
        var planes = new PlaneRun(top.Ifds, 1, top.Ifds.Count);
        var levels = new List<(int Width, SeriesLevel Level)>();
        var layout = file.Ifds.LayoutOf(top.Ifds[0]);
        foreach (var (sub, smaller) in Pyramid.SubLevels([file], planes, layout))
            levels.Add((smaller.Width, new SeriesLevel([file], planes, sub)));
        foreach (var group in left.Where(g => g.Ifds.Count == top.Ifds.Count && Pyramid.IsReduction(layout, file.Ifds.LayoutOf(g.Ifds[0]))).ToList())
        {
            levels.Add((file.Ifds.LayoutOf(group.Ifds[0]).Width, new SeriesLevel([file], new PlaneRun(group.Ifds, 1, group.Ifds.Count), -1)));
            left.Remove(group);
        }
        return [new SeriesLevel([file], planes, -1), .. levels.OrderByDescending(l => l.Width).Select(l => l.Level)];
    }

    private static List<Group> Groups(TiffFile file)
    {
        var groups = new List<Group>();
        var byKey = new Dictionary<Key, Group>();
        for (var ifd = 0; ifd < file.Ifds.Count; ifd++)
        {
            var key = Key.Of(file.Ifds.LayoutOf(ifd));
            if (!byKey.TryGetValue(key, out var group))
            {
                group = new Group(key, []);
                byKey.Add(key, group);
                groups.Add(group);
            }
            group.Ifds.Add(ifd);
        }
        return groups;
    }

    private sealed record Group(Key Key, List<int> Ifds);

    /// <summary>What IFDs must share to be planes of one series.</summary>
    private readonly record struct Key(int Width, int Length, int Samples, int Bits, SampleFormat Format, bool Mask, bool Reduced)
    {
        public static Key Of(in IfdLayout layout) => new(
            layout.Width,
            layout.Length,
            layout.SamplesPerPixel,
            layout.BitsPerSample,
            layout.Format,
            layout.Photometric == TransparencyMask,
            layout.Reduced);
    }
}
