using OmeFs.Core.BinData;
using OmeFs.Core.Ome;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Series;

/// <summary>The series of an OME-XML file: one per Image that has BinData.</summary>
internal static class OmeXmlSeries
{
    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: the document has no pixels of its own.</exception>
    public static SeriesSet Read(OmeXmlFile file)
    {
        var (document, notices) = (file.Document, new List<string>(file.Notices));
        if (file.BinDataCount == 0)
            throw Without(file);
        if (document.Plates.Count > 0)
            notices.Add($"the OME-XML describes {document.Plates.Count} plate(s); its images are shown one by one, without plate and well groups");
        var series = new List<ImageSeries>();
        for (var number = 0; number < document.Images.Count; number++)
            if (file.PlanesOf(number) is { Count: > 0 } planes)
            {
                if (WhyNot(document.Images[number].Pixels) is { } lack)
                    notices.Add($"Image {number} ('{document.Images[number].Name}') has pixels, but the OME-XML {lack}; it is not shown");
                else
                    series.Add(Series(file, planes, number, notices));
            }
            else
            {
                notices.Add($"Image {number} ('{document.Images[number].Name}') has no BinData and is not shown");
            }
        return series.Count > 0 ? new SeriesSet(series, file.Xml, document, notices) : throw Without(file);
    }

    /// <summary>What the document lacks: there is no TIFF that could give it instead.</summary>
    private static string? WhyNot(Pixels pixels) =>
        pixels.Type is null ? "does not give its Type" : pixels.SizeX == 0 || pixels.SizeY == 0 ? "does not give SizeX and SizeY" : null;

    /// <summary>The data type that shows samples of an OME type. Bits become bytes.</summary>
    public static DataType TypeOf(PixelType? type) => type switch
    {
        PixelType.Int8 => new DataType('i', 1, false),
        PixelType.Int16 => new DataType('i', 2, false),
        PixelType.Int32 => new DataType('i', 4, false),
        PixelType.UInt8 or PixelType.Bit => new DataType('u', 1, false),
        PixelType.UInt16 => new DataType('u', 2, false),
        PixelType.UInt32 => new DataType('u', 4, false),
        PixelType.Float => new DataType('f', 4, false),
        PixelType.Double => new DataType('f', 8, false),
        PixelType.Complex => new DataType('c', 8, false),
        PixelType.DoubleComplex => new DataType('c', 16, false),
        null => throw new ArgumentNullException(nameof(type)),
    };

    private static ImageSeries Series(OmeXmlFile file, BinDataPlanes planes, int number, List<string> notices)
    {
        var pixels = file.Document.Images[number].Pixels;
        if (planes.Count < planes.PlaneCount && (long)planes.Count * pixels.SizeC == planes.PlaneCount * pixels.Channels.Count
            && pixels.Channels.Any(channel => channel.SamplesPerPixel > 1))
            throw new OmeFsException(
                FaultKind.Unsupported,
                $"{file.Source.Name}: Image {number} has {planes.Count} BinData for {planes.PlaneCount} planes: each holds several samples per pixel, which is not supported");
        if (planes.Count < planes.PlaneCount)
            notices.Add($"Image {number}: {planes.PlaneCount - planes.Count} of {planes.PlaneCount} planes have no BinData and show the fill value");
        if (planes.Count > planes.PlaneCount)
            notices.Add($"Image {number}: {planes.Count - planes.PlaneCount} BinData too many for its {planes.PlaneCount} planes; they are not shown");
        var shape = new ArrayShape(pixels.SizeT, pixels.SizeC, pixels.SizeZ, pixels.SizeY, pixels.SizeX);
        return OmeSeries.Of(file.Document.Images[number], number, shape, OmeChannels.Of(pixels, TypeOf(pixels.Type), pixels.SizeC));
    }

    private static OmeFsException Without(OmeXmlFile file)
    {
        var elsewhere = file.Document.BinaryOnly is { } binary ? $"its OME-XML is in '{binary.MetadataFile}' (BinaryOnly)"
            : file.Document.Images.Any(image => image.Pixels.TiffData.Count > 0) ? "its pixels are in TIFF files (TiffData)"
            : file.BinDataCount > 0 ? $"none of its images can be shown ({file.Notices.Concat(file.Document.Images.Select(image => WhyNot(image.Pixels)).OfType<string>()).LastOrDefault()})"
            : "it has no pixels (no BinData in any Image)";
        return new OmeFsException(FaultKind.Unsupported, $"{file.Source.Name}: {elsewhere}, and an OME-XML file is shown for its own pixels only");
    }
}
