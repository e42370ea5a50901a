using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The single image of a file written by ImageJ or SCIFIO: one IFD per plane, or one IFD with all planes behind it if they exceed 4 GB.
/// </summary>
internal static class ImageJSeries
{
    private const string Centimeter = "cm", Inch = "inch";

    /// <summary>Micrometres per centimetre: ImageJ reads resolutions as per centimetre if the tag says so, even if the unit is "um".</summary>
    private const double Micrometers = 10_000;

    /// <summary>The dots per inch of screens: ImageJ ignores such a scale.</summary>
    private const double ScreenResolution = 72;

    public static async Task<ImageStack> ReadAsync(
        TiffFile file, IfdEntries first, ImageJDescription description, List<string> notices, CancellationToken cancellation)
    {
        var group = IfdGroup.OfMainChain(file, Enumerable.Range(0, file.Ifds.Count)) is [var all, ..] ? all : throw PlainSeries.NoPixels(file);
        var (planes, order) = await PlanesAsync(group, first, description, notices, cancellation);
        var channels = Channels(group.Layout, order.Channels * group.Layout.SamplesPerPixel, description);
        var who = description.IsScifio ? "SCIFIO" : "ImageJ";
        var size = await SizeAsync(file, first, description, cancellation);
        return new ImageStack(planes, order)
        {
            Channels = await ImageJColors.ApplyAsync(file, first, channels, cancellation),
            T = Time(description, order.SizeT, notices),
            Z = Depth(description, order.SizeZ, size.Unit),
            Y = size.Y,
            X = size.X,
            Reason = planes.PlanesPerIfd == group.Layout.Depth ? $"{who} description" : $"{who} description: {planes.PlanesPerIfd} planes behind one IFD",
        };
    }

    /// <summary>
    /// The planes and their order, as in ImageJ: channels, slices and frames are used if their product is the number of planes; else all planes are
    /// slices. The planes are the IFDs like the first one, or as many as the description gives if the file has them behind its one IFD.
    /// </summary>
    private static async Task<(IfdGroup Planes, PlaneOrder Order)> PlanesAsync(
        IfdGroup group, IfdEntries first, ImageJDescription description, List<string> notices, CancellationToken cancellation)
    {
        var (c, z, t) = (ChannelsOf(description, group), description.Slices, description.Frames);
        var described = (Int128)c * z * t;
        foreach (var count in (Int128[])[described, description.Images])
            if (count != group.Planes && count <= TiffLimits.MaxPlanes && group.Ifds.Count == 1
                && await ContiguousStack.HoldsAsync(group.File, group.Ifds[0], first, (long)count, cancellation))
            {
                group = group with { PlanesPerIfd = (int)count };
                break;
            }
        if (described != group.Planes && group.WithGaps() is var whole && IsLacking(whole, described, c))
            (group, described) = (whole, whole.Planes);
        if (described != group.Planes && AllPlanes(group.File) is { } all && described == all.Planes)
            group = all;
        if (described == group.Planes)
            return (group, new PlaneOrder(OrderOf(description.Order, notices), z, c, t));
        if (described > 1 || description.Images > group.Planes)
            notices.Add($"the ImageJ description says images={description.Images}, channels={description.Channels}, slices={z} and frames={t}, but the file has "
                + $"{group.Planes} plane(s) of this shape; they are shown along z");
        return (group, group.AlongZ);
    }

    /// <summary>All IFDs that are not reduced versions. ImageJ writes planes of one shape and type, so an IFD that differs is damaged or was changed.</summary>
    private static IfdGroup? AllPlanes(TiffFile file) =>
        IfdGroup.OfPlanes(file, [.. Enumerable.Range(0, file.Ifds.Count).Where(ifd => !file.Ifds.LayoutOf(ifd).Reduced)]);

    /// <summary>Whether the file could have had this many planes before it lost some: to unreadable IFDs, or to a cut chain.</summary>
    private static bool IsLacking(IfdGroup whole, Int128 described, int channels) =>
        described == whole.Planes || (whole.File.IsCutShort && described > whole.Planes && described <= PlaneClaims.Most(whole.Planes) && channels <= whole.Planes);

    /// <summary>The channels that are IFDs: some writers count the samples of RGB as channels.</summary>
    private static int ChannelsOf(ImageJDescription description, IfdGroup group)
    {
        var samples = group.Layout.SamplesPerPixel;
        var isSamples = samples > 1 && (description.Channels == samples || (Int128)description.Slices * description.Frames == group.Ifds.Count);
        return isSamples ? 1 : description.Channels;
    }

    private static DimensionOrder OrderOf(string order, List<string> notices)
    {
        var letters = order.StartsWith("xy", StringComparison.Ordinal) ? order[2..] : order is "default" ? "" : order;
        letters += string.Concat("czt".Where(letter => !letters.Contains(letter, StringComparison.Ordinal)));
        if (Enum.TryParse<DimensionOrder>($"XY{letters.ToUpperInvariant()}", out var known))
            return known;
        notices.Add($"the ImageJ description has the order '{order}', which is not known; planes are read in the order czt");
        return DimensionOrder.XYCZT;
    }

    private static IReadOnlyList<SeriesChannel> Channels(in IfdLayout layout, int count, ImageJDescription description)
    {
        var channels = DefaultChannels.Of(layout, count);
        return description.Display is { } display && count == 1
            ? [channels[0] with { Start = display.Start, End = display.End, Minimum = Math.Min(channels[0].Minimum, display.Start), Maximum = Math.Max(channels[0].Maximum, display.End),
                Range = DisplayRange.Given }]
            : channels;
    }

    private static AxisScale Time(ImageJDescription description, int frames, List<string> notices)
    {
        if (description.ScifioScale("Time") is { } scifio && (scifio.Unit is not null || scifio.Scale != 1))
            return new AxisScale(scifio.Scale, UnitWords.TimeName(scifio.Unit));
        if (description.FrameInterval is { } interval)
            return new AxisScale(interval, UnitWords.TimeName(description.TimeUnit));
        if (description.FramesPerSecond is not { } rate || frames == 1)
            return AxisScale.Unknown;
        notices.Add($"the ImageJ description has no frame interval (finterval); it is taken from fps={rate}, which may be the speed of a player");
        return new AxisScale(1 / rate, "second");
    }

    /// <summary>ImageJ omits a spacing of 1, so a stack without a spacing has 1 in its own unit.</summary>
    /// <param name="inherited">The unit of x and y if the resolution tags give it.</param>
    private static AxisScale Depth(ImageJDescription description, int slices, string? inherited)
    {
        if (description.ScifioScale("Z") is { } scifio)
            return new AxisScale(scifio.Scale, UnitWords.LengthName(scifio.Unit));
        if (description.Spacing is { } spacing)
            return new AxisScale(spacing, UnitWords.LengthName(description.ZUnit ?? inherited));
        return slices > 1 && !description.IsScifio ? new AxisScale(1, UnitWords.LengthName(description.ZUnit)) : AxisScale.Unknown;
    }

    /// <summary>
    /// The pixel size: ImageJ writes pixels per unit into the resolution tags. If NGFF does not know the unit, the numbers remain without a unit. If
    /// there is no unit, ResolutionUnit gives it.
    /// </summary>
    private static async Task<(AxisScale Y, AxisScale X, string? Unit)> SizeAsync(
        TiffFile file, IfdEntries first, ImageJDescription description, CancellationToken cancellation)
    {
        var tag = first[TiffTag.ResolutionUnit]?.First switch { Resolution.Inch => Inch, Resolution.Centimeter => Centimeter, _ => null };
        var (unit, yUnit) = (description.Unit, description.YUnit);
        var x = await file.RealAsync(first, TiffTag.XResolution, cancellation);
        var y = await file.RealAsync(first, TiffTag.YResolution, cancellation);
        if (unit is null && tag == Inch && x == ScreenResolution)
            (x, y, tag) = (null, null, null);
        var factor = unit == "um" && tag == Centimeter ? Micrometers : 1;
        return (
            Scale(y, factor, yUnit ?? tag) ?? Scifio(description, "Y"),
            Scale(x, factor, unit ?? tag) ?? Scifio(description, "X"),
            unit is null ? tag : null);
    }

    private static AxisScale? Scale(double? perUnit, double factor, string? unit) =>
        perUnit > 0 && factor / perUnit.Value is var step && double.IsFinite(step) ? new AxisScale(step, UnitWords.LengthName(unit)) : null;

    private static AxisScale Scifio(ImageJDescription description, string axis) =>
        description.ScifioScale(axis) is { } scale ? new AxisScale(scale.Scale, UnitWords.LengthName(scale.Unit)) : AxisScale.Unknown;
}
