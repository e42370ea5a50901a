using System.Globalization;
using System.Text;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The series of an Aperio slide (SVS). Its levels are tiled IFDs of the main chain that nothing marks as reduced; thumbnail, label and macro
/// image are in strips, and images of their own, whatever they are marked as.
/// </summary>
internal static class AperioSeries
{
    private const string Mark = "Aperio";
    private const string PixelSize = "MPP";

    /// <summary>Null where the first IFD is no slide's.</summary>
    public static async Task<IReadOnlyList<ImageSeries>?> ReadAsync(TiffFile file, IfdEntries first, string name, CancellationToken cancellation)
    {
        var full = file.Ifds.LayoutOf(0);
        var description = await DescriptionAsync(file, first, cancellation);
        if (!full.Tiled || full.Depth > 1 || !description.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var (planes, levels, others) = Sorted(file, full);
        var slide = await PlainSeries.SeriesAsync(file, name, planes, 1, [Level(file, planes), .. levels.Select(level => Level(file, level))], cancellation);
        var size = Number(description, PixelSize) is { } micrometers ? new AxisScale(micrometers, "micrometer") : slide.Y;
        var series = new List<ImageSeries> { slide with { Y = size, X = size, Reason = "Aperio slide" } };
        foreach (var ifd in others)
        {
            var entries = await file.EntriesAsync(file.Ifds[ifd], new IfdLabel(ifd), cancellation);
            var title = Title(await DescriptionAsync(file, entries, cancellation));
            var image = await PlainSeries.SeriesAsync(file, $"{name} {title}", [ifd], 1, [Level(file, [ifd])], cancellation);
            series.Add(image with { Reason = $"Aperio slide: {title}" });
        }
        return series;
    }

    private static SeriesLevel Level(TiffFile file, List<int> ifds) => new([file], new PlaneRun(ifds, 1, ifds.Count), -1);

    /// <summary>The IFDs of the full image (a focus stack has several), those of each level, largest first, and all others.</summary>
    private static (List<int> Planes, List<List<int>> Levels, List<int> Others) Sorted(TiffFile file, IfdLayout full)
    {
        var (planes, others) = (new List<int>(), new List<int>());
        var levels = new Dictionary<(int Width, int Length), List<int>>();
        for (var ifd = 0; ifd < file.Ifds.Count; ifd++)
        {
            var layout = file.Ifds.LayoutOf(ifd);
            var size = (layout.Width, layout.Length);
            if (layout.Tiled && size == (full.Width, full.Length) && layout.SamplesPerPixel == full.SamplesPerPixel)
                planes.Add(ifd);
            else if (!layout.Tiled || !Pyramid.IsReduction(full, layout))
                others.Add(ifd);
            else if (levels.TryGetValue(size, out var level))
                level.Add(ifd);
            else
                levels.Add(size, [ifd]);
        }
        others.AddRange(levels.Values.Where(level => level.Count != planes.Count).SelectMany(level => level));
        return (planes, [.. levels.Where(level => level.Value.Count == planes.Count).OrderByDescending(level => level.Key.Width).Select(level => level.Value)], others);
    }

    private static string Title(string description) =>
        description.Contains("\nlabel", StringComparison.Ordinal) ? "label" : description.Contains("\nmacro", StringComparison.Ordinal) ? "macro" : "thumbnail";

    private static async Task<string> DescriptionAsync(TiffFile file, IfdEntries ifd, CancellationToken cancellation) =>
        ifd[TiffTag.ImageDescription] is { } entry && file.Holds(entry)
            ? Encoding.Latin1.GetString((await file.TextAsync(ifd, TiffTag.ImageDescription, cancellation))!)
            : "";

    /// <summary>Behind the first line come "key = value" between bars.</summary>
    private static double? Number(string text, string key)
    {
        foreach (var part in text.Split('|'))
            if (part.IndexOf('=') is > 0 and var at && part[..at].Trim() == key
                && double.TryParse(part[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number > 0)
                return number;
        return null;
    }
}
