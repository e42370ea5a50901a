using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Series;

/// <summary>
/// The series of a TIFF without OME-XML: first the images that a description gives, then IFDs of the same shape and type, each group along z, in
/// the order of their first IFDs. Smaller versions are their levels. Other SubIFDs are separate series.
/// </summary>
internal static class PlainSeries
{
    /// <param name="name">The name of the file.</param>
    /// <param name="described">The images that a description gives, in the order of the file. Their IFDs belong to no other image.</param>
    public static async Task<IReadOnlyList<ImageSeries>> ReadAsync(
        TiffFile file, string name, IReadOnlyList<ImageStack> described, CancellationToken cancellation)
    {
        var claimed = Marked(file.Ifds.Count, described.SelectMany(stack => stack.Group.Ifds));
        var groups = IfdGroup.OfMainChain(file, Enumerable.Range(0, file.Ifds.Count).Where(ifd => !claimed[ifd]));
        var claims = new GroupClaims(described.Count > 0 ? groups : await StackedAsync(file, groups, cancellation));
        var images = new List<Image>();
        foreach (var stack in described)
            images.Add(Claim(stack, claims, stack.UnmarkedLevels));
        ClaimAll(images, claims);
        var ofMainChain = images.Count;
        var shown = Marked(file.SubIfds.Count, images.SelectMany(image => image.Levels).SelectMany(level => level.SubRows));
        ClaimAll(images, new GroupClaims(IfdGroup.OfSubIfds(file, row => !shown[row])));

        if (images.Count == 0)
            throw NoPixels(file);
        var series = new List<ImageSeries>();
        var bound = new ChannelBound(file.Source.Name);
        var alone = images.Count(image => !image.Stack.Group.Layout.Reduced) <= 1;
        foreach (var (stack, levels) in images)
        {
            bound.Expect(stack.Group.Layout.SamplesPerPixel * stack.Order.Channels);
            var title = stack.Name ?? (alone && series.Count == 0 ? name : $"{name} {series.Count}");
            series.Add(await SeriesAsync(stack with { Name = title }, levels, cancellation) with { IsOptional = series.Count >= ofMainChain });
        }
        return series;
    }

    /// <summary>The fault of a file without pixels.</summary>
    public static OmeFsException NoPixels(TiffFile file) => new(
        FaultKind.Corrupt,
        $"{file.Source.Name}: no pixels in any of its {file.Ifds.Count} IFD(s): tag {(int)TiffTag.StripOffsets} {TiffTag.StripOffsets} or {(int)TiffTag.TileOffsets} {TiffTag.TileOffsets} expected");

    /// <summary>The series of an image and its levels. The file's tags give what the stack does not.</summary>
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
            Shape = new ArrayShape(order.SizeT, channels, order.SizeZ, layout.Length, layout.Width),
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

    /// <summary>Makes an image of each group that is not a level of one. Reduced groups come last, because they may be levels of others.</summary>
    private static void ClaimAll(List<Image> images, GroupClaims claims)
    {
        foreach (var group in claims.All.Where(group => !group.Layout.Reduced).Concat(claims.All.Where(group => group.Layout.Reduced)))
            if (!claims.IsClaimed(group))
            {
                var image = Claim(new ImageStack(group, group.AlongZ) { Reason = Reason(group) }, claims, unmarked: group.Sub < 0);
                images.Add(image with { Stack = image.Stack with { Reason = image.Stack.Reason + LevelsReason(image) } });
            }
    }

    private static Image Claim(ImageStack stack, GroupClaims claims, bool unmarked)
    {
        claims.Claim(stack.Group);
        var levels = Pyramid.LevelsOf(stack.Group, claims.Candidates, unmarked);
        foreach (var level in levels)
            claims.Claim(level);
        return new Image(stack, levels);
    }

    private static string LevelsReason(Image image)
    {
        var isReduced = image.Stack.Group.Layout.Reduced;
        return image.Levels.Any(level => level.Sub < 0 && level.Layout.Reduced == isReduced) ? "; IFDs that nothing marks are levels by their sizes" : "";
    }

    private static bool[] Marked(int count, IEnumerable<int> numbers)
    {
        var marked = new bool[count];
        foreach (var number in numbers)
            marked[number] = true;
        return marked;
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

    /// <summary>Adds the planes of a MetaMorph STK: tag 33629 has a value for each, and they are behind the one IFD.</summary>
    private static async Task<List<IfdGroup>> StackedAsync(TiffFile file, List<IfdGroup> groups, CancellationToken cancellation)
    {
        var first = await file.EntriesAsync(file.Ifds[0], new IfdLabel(0), cancellation);
        return first[TiffTag.MetaMorphPlanes] is { } tag && file.Ifds.Count == 1 && groups.Count == 1 && await ContiguousStack.HoldsAsync(file, 0, first, tag.Count, cancellation)
            ? [groups[0] with { PlanesPerIfd = (int)tag.Count }]
            : groups;
    }

    private sealed record Image(ImageStack Stack, IReadOnlyList<IfdGroup> Levels);

    /// <summary>Groups in the order of the file, and which of them are already an image or a level.</summary>
    private sealed class GroupClaims(IReadOnlyList<IfdGroup> groups)
    {
        private readonly HashSet<IfdGroup> _claimed = new(ReferenceEqualityComparer.Instance);

        public IReadOnlyList<IfdGroup> All => groups;

        /// <summary>The groups that may be levels.</summary>
        public IEnumerable<IfdGroup> Candidates => groups.Count > Pyramid.MostGroups ? [] : groups.Where(group => !IsClaimed(group));

        public bool IsClaimed(IfdGroup group) => _claimed.Contains(group);

        public void Claim(IfdGroup group) => _claimed.Add(group);
    }
}
