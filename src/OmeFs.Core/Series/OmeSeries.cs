using OmeFs.Core.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Series;

/// <summary>The series of a file with OME-XML: one an Image. Where the TIFF's tags say otherwise, they win, and a notice says so.</summary>
internal static class OmeSeries
{
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/> for a part of a multi-file set.</exception>
    public static IReadOnlyList<ImageSeries> Read(TiffFile file, OmeDocument document, List<string> notices)
    {
        var source = file.Source.Name;
        if (document.BinaryOnly is { } elsewhere)
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"{source}: its OME-XML is in '{elsewhere.MetadataFile}' (BinaryOnly); sets of several files are not supported yet");
        var maps = PlaneMap.CreateAll(document, file.Ifds.Count, ifd => file.Ifds.LayoutOf(ifd).SamplesPerPixel, Path.GetFileName(source));
        var others = maps.SelectMany(map => map.OtherFiles).Distinct().ToList();
        if (others.Count > 0)
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"{source}: is one of a set; its OME-XML also names {Names(others)}. Sets of several files are not supported yet");
        if (document.Plates.Count > 0)
            notices.Add($"the OME-XML describes {document.Plates.Count} plate(s); its images are shown one by one, without plate and well groups");
        var series = new List<ImageSeries>();
        for (var i = 0; i < maps.Count; i++)
            if (maps[i].AvailablePlanes > 0)
                series.Add(Series(file, document.Images[i], maps[i], i, notices));
            else
                notices.Add($"Image {i} of the OME-XML ('{document.Images[i].Name}') has no plane in this file and is not shown");
        return series;
    }

    private static ImageSeries Series(TiffFile file, OmeImage image, PlaneMap map, int number, List<string> notices)
    {
        var pixels = image.Pixels;
        var planes = new OmePlanes(map);
        var layout = file.Ifds.LayoutOf(map.Ifds.First());
        var shape = new Extent5(map.SizeT, map.Channels * map.SamplesPerPixel, map.SizeZ, layout.Length, layout.Width);
        Notice(notices, number, pixels, shape, map);
        var full = layout;
        var levels = Pyramid.SubLevels(file, map.Ifds, full).Select(level => new SeriesLevel(file, planes, level.Sub));
        return Of(image, number, shape, OmeChannels.Of(pixels, layout, shape.C)) with
        {
            SamplesPerPixel = map.SamplesPerPixel,
            Levels = [new SeriesLevel(file, planes, -1), .. levels],
        };
    }

    /// <summary>The series of an Image as its OME-XML describes it: of one sample a pixel, wherever its pixels lie.</summary>
    /// <param name="number">Position of the Image in the OME-XML.</param>
    public static ImageSeries Of(OmeImage image, int number, Extent5 shape, IReadOnlyList<SeriesChannel> channels) => new()
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

    private static void Notice(List<string> notices, int number, Pixels pixels, Extent5 shape, PlaneMap map)
    {
        if (pixels.SizeX != shape.X || pixels.SizeY != shape.Y)
            notices.Add($"Image {number}: the OME-XML says {pixels.SizeX}×{pixels.SizeY} pixels, the TIFF {shape.X}×{shape.Y}; the TIFF's are shown");
        if (pixels.SizeC != shape.C)
            notices.Add($"Image {number}: the OME-XML says {pixels.SizeC} samples along c, the TIFF has {shape.C}; the TIFF's are shown");
        if (map.AvailablePlanes < map.Order.PlaneCount)
            notices.Add($"Image {number}: {map.Order.PlaneCount - map.AvailablePlanes} of {map.Order.PlaneCount} planes have no IFD and show the fill value");
        if (map.IgnoredTiffData > 0)
            notices.Add($"Image {number}: {map.IgnoredTiffData} TiffData element(s) lie outside of the image and say nothing");
    }

    private static string Names(List<string> files) =>
        string.Join(", ", files.Take(3).Select(f => $"'{f}'")) + (files.Count > 3 ? $" and {files.Count - 3} more" : "");

    /// <summary>A <see cref="PlaneMap"/> as a series asks it.</summary>
    private sealed class OmePlanes(PlaneMap map) : IPlaneIndex
    {
        public IEnumerable<int> Ifds => map.Ifds;

        public int IfdOf(int z, int channel, int t) => map.IfdOf(z, channel, t);
    }
}
