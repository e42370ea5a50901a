using System.Globalization;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The series of an Aperio slide (SVS). Its levels are tiled IFDs of the main chain that are not marked as reduced. Thumbnail, label and macro
/// image are in strips; they are separate images, however they are marked.
/// </summary>
internal static class AperioSeries
{
    private const string Mark = "Aperio";
    private const string PixelSize = "MPP";
    private const string ObjectivePower = "AppMag";
    private const string Gt450 = "GT450";
    private const int LabelType = 1, MacroType = 9;

    /// <summary>Null if the first IFD is not that of a slide.</summary>
    public static async Task<IReadOnlyList<ImageSeries>?> ReadAsync(TiffFile file, IfdEntries first, string name, CancellationToken cancellation)
    {
        var full = file.Ifds.LayoutOf(0);
        var description = await Descriptions.FirstAsync(file, first, cancellation);
        if (!full.Tiled || full.Depth > 1 || !description.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var (planes, levels, others) = Sorted(file, full);
        AxisScale? size = Number(description, PixelSize) is { } micrometers ? new AxisScale(micrometers, "micrometer") : null;
        var top = new IfdGroup(file, planes);
        var stack = new ImageStack(top, top.AlongZ) { Name = name, Y = size, X = size, Magnification = Number(description, ObjectivePower), Reason = Format(description) };
        var series = new List<ImageSeries>
        {
            await PlainSeries.SeriesAsync(stack, [.. levels.Select(level => new IfdGroup(file, level))], cancellation),
        };
        foreach (var ifd in others)
        {
            var entries = await file.EntriesAsync(file.Ifds[ifd], new IfdLabel(ifd), cancellation);
            var title = Title(await Descriptions.FirstAsync(file, entries, cancellation), entries);
            var image = new IfdGroup(file, [ifd]);
            series.Add(await PlainSeries.SeriesAsync(new ImageStack(image, image.AlongZ) { Name = $"{name} {title}", Reason = $"{Format(description)}: {title}" }, [], cancellation));
        }
        return series;
    }

    /// <summary>The IFDs of the full image (a focus stack has several), those of each level, largest first, and all others.</summary>
    private static (List<int> Planes, List<List<int>> Levels, List<int> Others) Sorted(TiffFile file, IfdLayout full)
    {
        var (planes, others) = (new List<int>(), new List<int>());
        var levels = new Dictionary<(int Width, int Length), List<int>>();
        for (var ifd = 0; ifd < file.Ifds.Count; ifd++)
        {
            var layout = file.Ifds.LayoutOf(ifd);
            var size = (layout.Width, layout.Length);
            if (!layout.HasSegments)
                continue;
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

    /// <summary>The format by the first line: scanners of this model write a different description.</summary>
    private static string Format(string description) =>
        description.Split('\n', 2)[0].Contains(Gt450, StringComparison.Ordinal) ? $"Aperio {Gt450} slide" : "Aperio slide";

    /// <summary>The title in the second line. Without one, as in files of the GT450, NewSubfileType gives it: 1 label, 9 macro image.</summary>
    private static string Title(string description, IfdEntries ifd) => (description.ReplaceLineEndings("\n"), ifd[TiffTag.NewSubfileType]?.First) switch
    {
        var (text, _) when text.Contains("\nlabel", StringComparison.OrdinalIgnoreCase) => "label",
        var (text, _) when text.Contains("\nmacro", StringComparison.OrdinalIgnoreCase) => "macro",
        (_, LabelType) => "label",
        (_, MacroType) => "macro",
        _ => "thumbnail",
    };

    /// <summary>A number among the "key = value" pairs, which are separated by bars behind the first line.</summary>
    private static double? Number(string text, string key)
    {
        foreach (var part in text.Split('|'))
            if (part.IndexOf('=') is > 0 and var at && part[..at].Trim() == key
                && double.TryParse(part[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number > 0)
                return number;
        return null;
    }
}
