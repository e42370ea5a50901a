using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The one series of a file that ImageJ wrote: an IFD a plane, or one IFD with all planes behind it where they are more than 4 GB; c fastest,
/// then z, then t.
/// </summary>
internal static class ImageJSeries
{
    /// <summary>Null where the IFDs do not bear the description out, so that the file is better read as a plain TIFF.</summary>
    public static async Task<ImageSeries?> ReadAsync(
        TiffFile file, IfdEntries first, ImageJDescription description, string name, CancellationToken cancellation)
    {
        var layout = file.Ifds.LayoutOf(0);
        var (c, z, t) = (description.Channels, description.Slices, description.Frames);
        if (layout.SamplesPerPixel != 1 && c > 1)
            c = Math.Max(1, c / layout.SamplesPerPixel);
        if (description is { Channels: 1, Slices: 1, Frames: 1 })
            z = description.Images;
        var planes = (Int128)c * z * t;
        var perIfd = await PlanesPerIfdAsync(file, first, planes, cancellation);
        if (perIfd == 0)
            return null;
        var unit = UnitOf(description.Unit);
        return new ImageSeries
        {
            Name = name,
            Shape = new Extent5(t, c * layout.SamplesPerPixel, z, layout.Length, layout.Width),
            SamplesPerPixel = layout.SamplesPerPixel,
            Levels = [new SeriesLevel([file], new PlaneRun([.. Enumerable.Range(0, (int)planes / perIfd)], c, z, perIfd), -1)],
            Channels = await ImageJColors.ApplyAsync(file, first, Channels(layout, c * layout.SamplesPerPixel, description), cancellation),
            T = description.FrameInterval is { } seconds ? new AxisScale(seconds, "second") : AxisScale.Unknown,
            Z = new AxisScale(description.Spacing ?? 1, description.Spacing is null ? null : unit),
            Y = await PixelSizeAsync(file, first, TiffTag.YResolution, unit, cancellation),
            X = await PixelSizeAsync(file, first, TiffTag.XResolution, unit, cancellation),
            Reason = perIfd == 1 ? "ImageJ description" : $"ImageJ description: {planes} planes behind one IFD",
        };
    }

    /// <summary>1 where there is an IFD for each plane; all of them where they lie behind the first one; 0 where the IFDs say neither.</summary>
    private static async Task<int> PlanesPerIfdAsync(TiffFile file, IfdEntries first, Int128 planes, CancellationToken cancellation)
    {
        if (planes == file.Ifds.Count && SameShape(file))
            return 1;
        return planes <= TiffLimits.MaxPlanes && await ContiguousStack.HoldsAsync(file, first, (long)planes, cancellation) ? (int)planes : 0;
    }

    private static bool SameShape(TiffFile file)
    {
        var first = ShapeOf(file.Ifds.LayoutOf(0));
        for (var ifd = 1; ifd < file.Ifds.Count; ifd++)
            if (ShapeOf(file.Ifds.LayoutOf(ifd)) != first)
                return false;
        return true;
    }

    private static (int, int, int, int) ShapeOf(in IfdLayout layout) =>
        (layout.Width, layout.Length, layout.SamplesPerPixel, layout.BitsPerSample);

    private static IReadOnlyList<SeriesChannel> Channels(in IfdLayout layout, int count, ImageJDescription description)
    {
        var channels = DefaultChannels.Of(layout, count);
        return description.Display is { } display && count == 1
            ? [channels[0] with { Start = display.Start, End = display.End, Minimum = Math.Min(channels[0].Minimum, display.Start), Maximum = Math.Max(channels[0].Maximum, display.End) }]
            : channels;
    }

    /// <summary>ImageJ writes pixels per unit into the resolution tags.</summary>
    private static async Task<AxisScale> PixelSizeAsync(TiffFile file, IfdEntries ifd, TiffTag tag, string? unit, CancellationToken cancellation) =>
        await file.RationalAsync(ifd, tag, cancellation) is > 0 and var perUnit && unit is not null ? new AxisScale(1 / perUnit, unit) : AxisScale.Unknown;

    private static string? UnitOf(string? unit) => unit switch
    {
        "micron" or "microns" or "um" or "\u00B5m" or "\u03BCm" or "micrometer" => "micrometer",
        "nm" or "nanometer" => "nanometer",
        "mm" or "millimeter" => "millimeter",
        "cm" or "centimeter" => "centimeter",
        "m" or "meter" => "meter",
        "inch" or "in" => "inch",
        _ => null,
    };
}
