using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Series;

/// <summary>The series of files with OME-XML: one per Image. If the TIFF's tags contradict the OME-XML, they win, and a notice says so.</summary>
internal static class OmeSeries
{
    public static IReadOnlyList<ImageSeries> Read(SetFiles files, OmeDocument document, List<string> notices)
    {
        var maps = PlaneMap.CreateAll(document, files);
        if (document.Plates.Count > 0)
            notices.Add($"the OME-XML describes {document.Plates.Count} plate(s); its images are shown one by one, without plate and well groups");
        var series = new List<ImageSeries>();
        var chain = new ChainLevels(files.All, maps.SelectMany(map => map.Places));
        var bound = new ChannelBound(files.All.Count > 0 ? files.All[0].Source.Name : "");
        for (var i = 0; i < maps.Count; i++)
            if (maps[i].Places.Any(files.HasPixels))
                series.Add(Series(files, document.Images[i], maps[i], i, chain, bound, notices));
            else
                notices.Add($"Image {i} of the OME-XML ('{document.Images[i].Name}') has no plane in {(files.All.Count == 1 ? "this file" : "these files")} and is not shown");
        return series;
    }

    private static ImageSeries Series(SetFiles files, OmeImage image, PlaneMap map, int number, ChainLevels chain, ChannelBound bound, List<string> notices)
    {
        var pixels = image.Pixels;
        var planes = new OmePlanes(map);
        var layout = files.TypicalOf(map.Places);
        var shape = new ArrayShape(map.SizeT, map.Channels * map.SamplesPerPixel, map.SizeZ, layout.Length, layout.Width);
        bound.Expect(shape.C);
        Notice(notices, number, pixels, shape, map);
        if (map.Places.Count(place => files.LayoutOf(place) is { HasSegments: false, IsUnreadable: false }) is > 0 and var empty)
            notices.Add($"Image {number}: the IFDs of {empty} of its planes have no pixels; these planes show the fill value");
        return Of(image, number, shape, OmeChannels.Of(pixels, layout, shape.C)) with
        {
            SamplesPerPixel = map.SamplesPerPixel,
            Levels = [new SeriesLevel(files.All, planes, -1), .. Levels(files, planes, layout, chain)],
        };
    }

    /// <summary>The levels, largest first: SubIFDs, and IFDs of the main chain in sizes that no SubIFD has.</summary>
    private static IEnumerable<SeriesLevel> Levels(SetFiles files, OmePlanes planes, IfdLayout layout, ChainLevels chain)
    {
        var subs = Pyramid.SubLevels(files.All, planes, layout);
        var others = chain.Of(planes).Where(level => !subs.Any(sub => (sub.Layout.Width, sub.Layout.Length) == (level.Width, level.Length)));
        return subs.Select(sub => (sub.Layout.Width, Level: new SeriesLevel(files.All, planes, sub.Sub)))
            .Concat(others.Select(other => (other.Width, Level: new SeriesLevel(files.All, other.Planes, -1))))
            .OrderByDescending(level => level.Width)
            .Select(level => level.Level);
    }

    /// <summary>The series of an Image with one sample per pixel, as its OME-XML describes it, wherever its pixels are stored.</summary>
    /// <param name="number">Index of the Image in the OME-XML.</param>
    public static ImageSeries Of(OmeImage image, int number, ArrayShape shape, IReadOnlyList<SeriesChannel> channels) => new()
    {
        Name = string.IsNullOrEmpty(image.Name) ? $"Image {number}" : image.Name,
        Shape = shape,
        SamplesPerPixel = 1,
        Levels = [],
        Channels = channels,
        T = image.Pixels.TimeIncrement is { } time ? new AxisScale(time.Value, Units.TimeName(time.Unit)) : AxisScale.Unknown,
        Z = Scale(image.Pixels.PhysicalSizeZ),
        Y = Scale(image.Pixels.PhysicalSizeY),
        X = Scale(image.Pixels.PhysicalSizeX),
        Reason = "OME-XML",
        OmeImage = number,
    };

    private static AxisScale Scale(PhysicalLength? length) => length is { } known ? new AxisScale(known.Value, Units.LengthName(known.Unit)) : AxisScale.Unknown;

    private static void Notice(List<string> notices, int number, Pixels pixels, ArrayShape shape, PlaneMap map)
    {
        if (pixels.SizeX == 0 || pixels.SizeY == 0)
            notices.Add($"Image {number}: the OME-XML does not give SizeX and SizeY; the TIFF's {shape.X}×{shape.Y} are shown");
        else if (pixels.SizeX != shape.X || pixels.SizeY != shape.Y)
            notices.Add($"Image {number}: the OME-XML says {pixels.SizeX}×{pixels.SizeY} pixels, the TIFF {shape.X}×{shape.Y}; the TIFF's are shown");
        if (pixels.SizeC != shape.C)
            notices.Add($"Image {number}: the OME-XML says {pixels.SizeC} samples along c, the TIFF has {shape.C}; the TIFF's are shown");
        if (map.AvailablePlanes < map.Order.PlaneCount)
            notices.Add($"Image {number}: {map.Order.PlaneCount - map.AvailablePlanes} of {map.Order.PlaneCount} planes have no IFD and show the fill value");
        if (map.IgnoredTiffData > 0)
            notices.Add($"Image {number}: {map.IgnoredTiffData} TiffData element(s) are outside of the image and were ignored");
    }

    /// <summary>Adapts a <see cref="PlaneMap"/> for series.</summary>
    private sealed class OmePlanes(PlaneMap map) : IPlaneIndex
    {
        public IEnumerable<IfdPlace> Places => map.Places;

        public IfdPlace PlaceOf(int z, int channel, int t) => map.PlaceOf(z, channel, t);
    }
}
