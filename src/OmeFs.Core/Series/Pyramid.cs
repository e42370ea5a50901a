using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>Decides which IFDs are smaller versions of others.</summary>
internal static class Pyramid
{
    /// <summary>The most groups that are compared with each other to find levels: a file with more shapes is not a pyramid. Arbitrary.</summary>
    public const int MostGroups = 4096;

    /// <summary>How many times smaller an unmarked level may be than the level before it. The same as in tifffile.</summary>
    private static readonly int[] Factors = [2, 3, 4];

    /// <summary>
    /// The levels of an image, largest first: SubIFDs that each of its IFDs has; groups marked as reduced; and, if allowed, unmarked groups whose
    /// sizes decrease by whole factors from one to the next. A level has as many IFDs as the image.
    /// </summary>
    /// <param name="left">Groups that belong to no image yet, in the order of the file.</param>
    /// <param name="unmarked">Whether groups that are not marked as reduced may be levels.</param>
    public static IReadOnlyList<IfdGroup> LevelsOf(IfdGroup top, IEnumerable<IfdGroup> left, bool unmarked)
    {
        var levels = new List<IfdGroup>();
        if (top.Sub < 0 && top.PlanesPerIfd == top.Layout.Depth) // SubIFDs have no planes behind them.
            foreach (var (sub, layout) in SubLevels([top.File], new IfdRunIndex(top.Ifds, top.AlongZ, top.PlanesPerIfd), top.Layout))
                levels.Add(new IfdGroup(top.File, top.Ifds, sub, layout.Depth));
        foreach (var group in left.Where(group => AreAsMany(top, group)))
        {
            var layout = group.Layout;
            var isLevel = layout.Reduced && !top.Layout.Reduced ? IsReduction(top.Layout, layout) : unmarked && IsStep(Smallest(top, levels), layout);
            if (isLevel && !levels.Exists(level => IsSameSize(level.Layout, layout)))
                levels.Add(group);
        }
        return [.. levels.OrderByDescending(level => level.Layout.Width)];
    }

    /// <summary>
    /// Whether two groups have equally many IFDs, which then correspond in the order of the chain. If an IFD of the file was lost, that is certain
    /// only for single IFDs.
    /// </summary>
    public static bool AreAsMany(IfdGroup full, IfdGroup small) =>
        full.Ifds.Count == small.Ifds.Count && full.PlanesPerIfd == small.PlanesPerIfd
        && (full.Ifds.Count == 1 || full.File.Ifds.Layouts.All(layout => layout.HasSegments));

    /// <summary>The SubIFDs that all these IFDs have and that can be levels: smaller, of the same type and proportions. Largest first.</summary>
    public static IReadOnlyList<(int Sub, IfdLayout Layout)> SubLevels(IReadOnlyList<TiffFile> files, IPlaneIndex planes, IfdLayout full)
    {
        List<(int Sub, IfdLayout Layout)>? common = null;
        foreach (var place in planes.Places)
        {
            var file = files[place.File];
            var record = file.Ifds[place.Ifd];
            if (!file.LayoutOf(record).HasSegments)
                continue;
            common ??= [.. Enumerable.Range(0, record.SubCount).Select(sub => (sub, file.SubIfds.LayoutOf(record.FirstSub + sub)))];
            common.RemoveAll(level => level.Sub >= record.SubCount || !IsSameSize(file.SubIfds.LayoutOf(record.FirstSub + level.Sub), level.Layout));
            if (common.Count == 0)
                break;
        }
        return [.. (common ?? []).Where(level => IsReduction(full, level.Layout)).OrderByDescending(level => level.Layout.Width)];
    }

    /// <summary>Whether one image is a smaller version of another: same samples, and the same proportions within two pixels.</summary>
    public static bool IsReduction(in IfdLayout full, in IfdLayout small)
    {
        if (small.Width > full.Width || small.Length > full.Length || IsSameSize(small, full) || !HasSameSamples(full, small))
            return false;
        var byWidth = (double)small.Width * full.Length / full.Width;
        var byLength = (double)small.Length * full.Width / full.Length;
        return Math.Abs(byWidth - small.Length) < 2 || Math.Abs(byLength - small.Width) < 2;
    }

    /// <summary>Whether one image is another reduced by one of the <see cref="Factors"/> along both axes, rounded up or down.</summary>
    private static bool IsStep(IfdLayout large, IfdLayout small) =>
        HasSameSamples(large, small)
        && Array.Exists(Factors, factor => IsRounded(large.Width, factor, small.Width) && IsRounded(large.Length, factor, small.Length));

    private static bool IsRounded(int large, int factor, int small) => factor <= large && Math.Abs(((double)large / factor) - small) < 1;

    private static bool HasSameSamples(in IfdLayout full, in IfdLayout small) =>
        small.HasSegments && small.SamplesPerPixel == full.SamplesPerPixel && small.Depth == full.Depth && small.BitsPerSample == full.BitsPerSample
        && small.Format == full.Format && small.Mask == full.Mask && small.Purpose == full.Purpose && HasSameColors(full.Photometric, small.Photometric);

    /// <summary>A level may be JPEG's YCbCr if another is RGB. It may not have palette indices if another has greys.</summary>
    private static bool HasSameColors(Photometric full, Photometric small) =>
        full == small || full == Photometric.Unknown || small == Photometric.Unknown
        || (full is Photometric.Rgb or Photometric.YCbCr && small is Photometric.Rgb or Photometric.YCbCr);

    private static IfdLayout Smallest(IfdGroup top, List<IfdGroup> levels) => levels.Count == 0 ? top.Layout : levels.MinBy(level => level.Layout.Width)!.Layout;

    private static bool IsSameSize(in IfdLayout a, in IfdLayout b) => a.Width == b.Width && a.Length == b.Length;
}
