using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>
/// The series of a QPTIFF (PerkinElmer, Akoya): one IFD per channel, and levels with as many IFDs each. Thumbnail, overview and label are separate
/// images. The description of each IFD says which it is.
/// </summary>
internal static class QptiffSeries
{
    private const string Full = "FullResolution", Reduced = "ReducedResolution";

    /// <summary>The most IFDs whose descriptions are read. Arbitrary: hundreds of channels with a dozen levels.</summary>
    private const int MostIfds = 16_384;

    /// <summary>Null if the first IFD is not that of a QPTIFF.</summary>
    public static async Task<IReadOnlyList<ImageSeries>?> ReadAsync(
        TiffFile file, IReadOnlyList<string> descriptions, string name, List<string> notices, CancellationToken cancellation)
    {
        if (!descriptions.Any(text => QptiffDescription.Parse(text) is not null) || file.Ifds.Count > MostIfds)
            return null;
        var described = new QptiffDescription?[file.Ifds.Count];
        for (var ifd = 0; ifd < described.Length; ifd++)
            if (file.Ifds.LayoutOf(ifd).HasSegments)
                described[ifd] = QptiffDescription.Parse(await Descriptions.FirstAsync(file, await file.EntriesAsync(file.Ifds[ifd], new IfdLabel(ifd), cancellation), cancellation));
        var (slide, levels, others) = Sorted(file, described);
        if (levels.Count == 0 && others.Exists(ifd => described[ifd]?.ImageType == Reduced))
            notices.Add("the number of the QPTIFF's smaller images does not match its channels; they are shown as separate images");
        var series = new List<ImageSeries> { await PlainSeries.SeriesAsync(Slide(slide, described, name), levels, cancellation) };
        foreach (var ifd in others)
        {
            var title = described[ifd]?.ImageType is { Length: > 0 } type ? type.ToLowerInvariant() : "image";
            var image = new IfdGroup(file, [ifd], -1, file.Ifds.LayoutOf(ifd).Depth);
            series.Add(await PlainSeries.SeriesAsync(new ImageStack(image, image.AlongZ) { Name = $"{name} {title}", Reason = $"QPTIFF: {title}" }, [], cancellation));
        }
        return series;
    }

    /// <summary>The IFDs of the full image, those of each level, largest first, and all others.</summary>
    private static (IfdGroup Slide, IReadOnlyList<IfdGroup> Levels, List<int> Others) Sorted(TiffFile file, QptiffDescription?[] described)
    {
        var ifds = Enumerable.Range(0, described.Length).Where(ifd => file.Ifds.LayoutOf(ifd).HasSegments).ToList();
        var groups = IfdGroup.OfMainChain(file, ifds.Where(ifd => Is(described[ifd], Full)));
        var slide = groups.Count > 0 ? groups[0] : IfdGroup.OfMainChain(file, ifds)[0];
        var smaller = IfdGroup.OfMainChain(file, ifds.Where(ifd => Is(described[ifd], Reduced)).Except(slide.Ifds));
        var levels = smaller.Where(group => group.Ifds.Count == slide.Ifds.Count && Pyramid.IsReduction(slide.Layout, group.Layout))
            .Select(group => group with { Ifds = InOrderOf(slide, group, described) })
            .OrderByDescending(group => group.Layout.Width)
            .ToList();
        return (slide, levels, [.. ifds.Except(slide.Ifds).Except(levels.SelectMany(level => level.Ifds))]);
    }

    /// <summary>Whether an IFD may have this type. Without a description it may have any; its size decides.</summary>
    private static bool Is(QptiffDescription? description, string type) => description is null or { ImageType: "" } || description.ImageType == type;

    /// <summary>The channels of a level are matched by name if each slide channel's name occurs exactly once, else by their order.</summary>
    private static IReadOnlyList<int> InOrderOf(IfdGroup slide, IfdGroup level, QptiffDescription?[] described)
    {
        var byName = level.Ifds.ToLookup(ifd => described[ifd]?.Channel);
        var named = slide.Ifds.Select(ifd => byName[described[ifd]?.Channel].ToList()).ToList();
        return named.TrueForAll(found => found.Count == 1) ? [.. named.Select(found => found[0])] : level.Ifds;
    }

    private static ImageStack Slide(IfdGroup slide, QptiffDescription?[] described, string name)
    {
        var layout = slide.Layout;
        var gray = layout is { SamplesPerPixel: 1, Depth: 1 };
        var channels = DefaultChannels.Of(layout, slide.Ifds.Count);
        return new ImageStack(slide, gray ? new PlaneOrder(DimensionOrder.XYCZT, 1, slide.Ifds.Count, 1) : slide.AlongZ)
        {
            Name = name,
            Channels = gray ? [.. channels.Zip(slide.Ifds, (channel, ifd) => Described(channel, described[ifd]))] : null,
            Magnification = slide.Ifds.Select(ifd => described[ifd]?.Magnification).FirstOrDefault(magnification => magnification is not null),
            Reason = "QPTIFF (PerkinElmer, Akoya)",
        };
    }

    private static SeriesChannel Described(SeriesChannel channel, QptiffDescription? description) =>
        channel with { Label = description?.Channel ?? channel.Label, Color = description?.Color ?? channel.Color };
}
