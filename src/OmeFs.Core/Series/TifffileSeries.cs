using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The images of a file written by tifffile. Each array is an image, with one IFD per plane, or with one IFD and all planes behind it. Arrays of
/// one plane each are planes along z, as in other plain TIFFs.
/// </summary>
internal static class TifffileSeries
{
    /// <summary>The most descriptions that are read, one per array. With more, IFDs are shown by their shapes alone. Arbitrary.</summary>
    private const int MostDescriptions = 16_384;

    /// <summary>The images, as far as descriptions give them, from the first IFD on. None if the first IFD has no such description.</summary>
    public static async Task<IReadOnlyList<ImageStack>> ReadAsync(TiffFile file, List<string> notices, CancellationToken cancellation)
    {
        var stacks = new List<ImageStack>();
        var read = 0;
        for (var ifd = 0; ifd < file.Ifds.Count && read <= MostDescriptions;)
        {
            if (file.Ifds.LayoutOf(ifd) is var layout && (!layout.HasSegments || (layout.Reduced && stacks.Count > 0)))
            {
                ifd++; // No plane, or a level of an image, which PlainSeries finds.
                continue;
            }
            if (await DescriptionAsync(file, ifd, cancellation) is not (var first, { } description)
                || await PlanesAsync(file, ifd, first, description, notices, cancellation) is not { } group)
                break;
            var isRun = group.Planes == 1;
            if (isRun)
                group = await WithNextAsync(group, description, cancellation);
            read += isRun ? group.Ifds.Count : 1;
            var (order, notice) = isRun && group.Ifds.Count > 1 ? (group.AlongZ, null) : TifffileAxes.Of(description, group.Layout, group.Planes);
            if (notice is not null)
                notices.Add(ifd == 0 ? notice : $"IFD {ifd}: {notice}");
            stacks.Add(await StackAsync(group, order, first, description, cancellation));
            ifd += group.Ifds.Count;
        }
        return read <= MostDescriptions ? stacks : []; // Written one frame at a time, very often: all frames are along z.
    }

    private static async Task<(IfdEntries First, TifffileDescription? Description)> DescriptionAsync(TiffFile file, int ifd, CancellationToken cancellation)
    {
        var first = await file.EntriesAsync(file.Ifds[ifd], new IfdLabel(ifd), cancellation);
        var (_, texts) = await Descriptions.ReadAsync(file, first, cancellation);
        return (first, texts.Select(TifffileDescription.Parse).FirstOrDefault(parsed => parsed is not null));
    }

    /// <summary>Adds the following IFDs that are also arrays of one plane with the same layout and name.</summary>
    private static async Task<IfdGroup> WithNextAsync(IfdGroup one, TifffileDescription description, CancellationToken cancellation)
    {
        var (file, ifds) = (one.File, new List<int>(one.Ifds));
        for (var ifd = ifds[0] + 1; ifd < file.Ifds.Count && file.Ifds[ifd].Layout == file.Ifds[ifds[0]].Layout && ifds.Count <= MostDescriptions; ifd++)
        {
            if (await DescriptionAsync(file, ifd, cancellation) is not (_, { } next) || next.Name != description.Name || !next.Shape.SequenceEqual(description.Shape))
                break;
            ifds.Add(ifd);
        }
        return one with { Ifds = ifds };
    }

    /// <summary>The IFDs of an array, or the IFD with all planes behind it; null if the shape does not match the IFDs.</summary>
    private static async Task<IfdGroup?> PlanesAsync(
        TiffFile file, int ifd, IfdEntries first, TifffileDescription description, List<string> notices, CancellationToken cancellation)
    {
        var layout = file.Ifds.LayoutOf(ifd);
        var inIfd = (Int128)layout.Width * layout.Length * layout.SamplesPerPixel * layout.Depth;
        var all = description.Shape.Aggregate((Int128)1, (product, length) => Int128.Min(product * length, (Int128)1 << 63));
        if (all % inIfd != 0 || all / inIfd > TiffLimits.MaxPlanes)
        {
            notices.Add($"IFD {ifd}: the shape ({string.Join(", ", description.Shape)}) in its description is not that of its pixels; the description was ignored");
            return null;
        }
        var count = (int)(all / inIfd);
        var one = new IfdGroup(file, [ifd], -1, layout.Depth);
        if (count == 1)
            return one;
        if (!description.Truncated && count <= file.Ifds.Count - ifd && IfdGroup.OfPlanes(file, [.. Enumerable.Range(ifd, count)]) is { } group)
            return group; // An unreadable IFD stands for its plane.
        if (await ContiguousStack.HoldsAsync(file, ifd, first, count, cancellation))
            return one with { PlanesPerIfd = count };
        notices.Add($"IFD {ifd}: its description names {count} planes, but they are neither in their own IFDs nor stored after this one; the description was ignored");
        return null;
    }

    private static async Task<ImageStack> StackAsync(
        IfdGroup group, PlaneOrder order, IfdEntries first, TifffileDescription description, CancellationToken cancellation)
    {
        var unit = UnitWords.LengthName(description.Unit);
        return new ImageStack(group, order)
        {
            Name = description.Name,
            T = description.FrameInterval is { } seconds ? new AxisScale(seconds, "second") : AxisScale.Unknown,
            Z = description.Spacing is { } spacing ? new AxisScale(spacing, unit) : AxisScale.Unknown,
            Y = await SizeAsync(group.File, first, TiffTag.YResolution, unit, cancellation),
            X = await SizeAsync(group.File, first, TiffTag.XResolution, unit, cancellation),
            Reason = group.PlanesPerIfd == group.Layout.Depth ? "tifffile's description" : $"tifffile's description: {group.PlanesPerIfd} planes behind one IFD",
            UnmarkedLevels = false,
        };
    }

    /// <summary>
    /// The pixel size in the unit of the description, an ImageJ convention that users of tifffile follow. Null if the tags are in centimetres, or are
    /// what tifffile writes without a resolution.
    /// </summary>
    private static async Task<AxisScale?> SizeAsync(TiffFile file, IfdEntries first, TiffTag tag, string? unit, CancellationToken cancellation)
    {
        if (unit is null || first[TiffTag.ResolutionUnit]?.First is Resolution.Centimeter || await file.RealAsync(first, tag, cancellation) is not { } perUnit || perUnit <= 0)
            return null;
        return perUnit == 1 && first[TiffTag.ResolutionUnit]?.First is Resolution.None ? null : new AxisScale(1 / perUnit, unit);
    }
}
