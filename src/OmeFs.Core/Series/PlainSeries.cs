using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// Series of a TIFF without OME-XML: images that a description names, then IFDs of the same shape and type, each as z, in the order of their
/// first appearance. Smaller versions are their levels; SubIFDs that are something else are series of their own.
/// </summary>
internal static class PlainSeries
{
    /// <param name="name">Of the file.</param>
    /// <param name="described">Images that some description names, in the order of the file; their IFDs are no other's.</param>
    public static async Task<IReadOnlyList<ImageSeries>> ReadAsync(
        TiffFile file, string name, IReadOnlyList<ImageStack> described, CancellationToken cancellation)
    {
        var claimed = described.SelectMany(stack => stack.Group.Ifds).ToHashSet();
        var left = described.Count > 0
            ? IfdGroup.OfMainChain(file, Enumerable.Range(0, file.Ifds.Count).Where(ifd => !claimed.Contains(ifd)))
            : await StackedAsync(file, IfdGroup.OfMainChain(file, Enumerable.Range(0, file.Ifds.Count)), cancellation);
        var images = new List<(ImageStack Stack, IReadOnlyList<IfdGroup> Levels)>();
        foreach (var stack in described)
            images.Add((stack, Pyramid.LevelsOf(stack.Group, left, stack.UnmarkedLevels)));
        TakeImages(images, left, group => !group.Layout.Reduced);
        TakeImages(images, left, _ => true);
        var shown = images.SelectMany(image => image.Levels.Prepend(image.Stack.Group)).SelectMany(group => group.SubRows).ToHashSet();
        var ofMainChain = images.Count;
        var subs = IfdGroup.OfSubIfds(file, row => !shown.Contains(row));
        TakeImages(images, subs, group => !group.Layout.Reduced);
        TakeImages(images, subs, _ => true);

        if (images.Count == 0)
            throw NoPixels(file);
        var series = new List<ImageSeries>();
        var bound = new ChannelBound(file.Source.Name);
        var alone = images.Count(image => !image.Stack.Group.Layout.Reduced) <= 1;
        foreach (var (stack, levels) in images)
        {
            bound.Expect(stack.Group.Layout.SamplesPerPixel * stack.Order.Channels);
            var title = stack.Name ?? (alone && series.Count == 0 ? name : $"{name} {series.Count}");
            series.Add(await SeriesAsync(stack with { Name = title }, levels, cancellation) with { MayBeLeftOut = series.Count >= ofMainChain });
        }
        return series;
    }

    /// <summary>The fault of a file without pixels.</summary>
    public static OmeFsException NoPixels(TiffFile file) => new(
        FaultKind.Corrupt,
        $"{file.Source.Name}: no pixels: none of its {file.Ifds.Count} IFD(s) has them: tag {(int)TiffTag.StripOffsets} {TiffTag.StripOffsets} or {(int)TiffTag.TileOffsets} {TiffTag.TileOffsets} expected");

    /// <summary>The series of an image and its levels, with what the file says where the stack says nothing.</summary>
    public static async Task<ImageSeries> SeriesAsync(ImageStack stack, IReadOnlyList<IfdGroup> levels, CancellationToken cancellation)
    {
        var (group, order) = (stack.Group, stack.Order);
        var (file, layout) = (group.File, group.Layout);
        var level = group.Level(order);
        var (ifd, label) = level.Ifds.First();
        var first = await file.EntriesAsync(ifd.Record, label, cancellation);
        var channels = order.Channels * layout.SamplesPerPixel;
        return new ImageSeries
        {
            Name = stack.Name ?? "",
            Shape = new Extent5(order.SizeT, channels, order.SizeZ, layout.Length, layout.Width),
            Depth = layout.Depth,
            SamplesPerPixel = layout.SamplesPerPixel,
            Levels = [level, .. levels.Select(smaller => smaller.Level(order))],
            Channels = stack.Channels ?? await Palette.ApplyAsync(file, first, layout, DefaultChannels.Of(layout, channels), cancellation),
            T = stack.T,
            Z = stack.Z,
            Y = stack.Y ?? await Resolution.ScaleAsync(file, first, TiffTag.YResolution, cancellation),
            X = stack.X ?? await Resolution.ScaleAsync(file, first, TiffTag.XResolution, cancellation),
            Magnification = stack.Magnification,
            Reason = stack.Reason,
        };
    }

    /// <summary>Makes images of the groups that are wanted, with those of the others that are their levels.</summary>
    private static void TakeImages(List<(ImageStack Stack, IReadOnlyList<IfdGroup> Levels)> images, List<IfdGroup> left, Func<IfdGroup, bool> isWanted)
    {
        while (left.Find(group => isWanted(group)) is { } top)
        {
            left.Remove(top);
            images.Add((new ImageStack(top, top.AlongZ) { Reason = Reason(top) }, Pyramid.LevelsOf(top, left, unmarked: top.Sub < 0)));
        }
    }

    private static string Reason(IfdGroup group) => (group.Sub < 0, group.Ifds.Count, group.PlanesPerIfd) switch
    {
        (false, 1, _) => $"plain TIFF: {new IfdLabel(group.Ifds[0], group.Sub)}",
        (false, var ifds, _) => $"plain TIFF: SubIFD {group.Sub} of {ifds} IFDs, as z",
        (_, 1, 1) => "plain TIFF: one IFD",
        (_, 1, var planes) => $"plain TIFF: {planes} planes in one IFD, as z",
        (_, var ifds, 1) => $"plain TIFF: {ifds} IFDs of one shape, as z",
        (_, var ifds, var planes) => $"plain TIFF: {ifds} IFDs of {planes} planes, as z",
    };

    /// <summary>With the planes of a MetaMorph STK: as many as tag 33629 has values, behind its one IFD.</summary>
    private static async Task<List<IfdGroup>> StackedAsync(TiffFile file, List<IfdGroup> groups, CancellationToken cancellation)
    {
        var first = await file.EntriesAsync(file.Ifds[0], new IfdLabel(0), cancellation);
        return first[TiffTag.MetaMorphPlanes] is { } tag && file.Ifds.Count == 1 && groups.Count == 1 && await ContiguousStack.HoldsAsync(file, 0, first, tag.Count, cancellation)
            ? [groups[0] with { PlanesPerIfd = (int)tag.Count }]
            : groups;
    }
}
