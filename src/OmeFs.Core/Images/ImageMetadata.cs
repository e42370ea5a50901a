using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Series;
using OmeFs.Core.Series.Channels;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Images;

/// <summary>OME/METADATA.ome.xml: the source's own OME-XML rewritten, or a new document for a file without one.</summary>
internal static class ImageMetadata
{
    /// <param name="notices">Receives notices about metadata that could not be copied.</param>
    public static byte[] Write(SeriesSet set, IReadOnlyList<ImageArrays> images, string sourceName, ICollection<string> notices)
    {
        if (set is { Document: { IsWhole: true } document, OmeXml: { } xml } && images.Count == document.Images.Count)
        {
            try
            {
                return OmeMetadataWriter.WriteMetadataOnly(
                    xml, document, [.. images.Select(GroupOf)], [.. images.Select((image, i) => OverrideOf(image, document.Images[i].Pixels))], sourceName, notices);
            }
            catch (OmeFsException fault) when (fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded)
            {
                notices.Add($"METADATA.ome.xml was generated and has only what is shown, because the OME-XML cannot be copied: {fault.Message}");
            }
        }
        var fresh = new OmeDocument { Creator = "omefs", Images = [.. images.Select((image, i) => ImageOf(set, image, i))] };
        return OmeMetadataWriter.Write(fresh, [.. images.Select(GroupOf)], [.. images.Select((image, i) => OverrideOf(image, fresh.Images[i].Pixels))], sourceName);
    }

    /// <summary>Readers expect the group "0" for "Image:0", even if the only image is the root.</summary>
    private static string GroupOf(ImageArrays image) => image.Path.Length == 0 ? "0" : image.Path;

    private static PixelsOverride OverrideOf(ImageArrays image, Pixels pixels)
    {
        var shape = image.Series.Shape;
        var type = PixelTypeOf(image.Levels[0].Type);
        return new PixelsOverride
        {
            SizeX = shape.X,
            SizeY = shape.Y,
            SizeZ = shape.Z,
            SizeC = shape.C,
            SizeT = shape.T,
            Type = pixels.Type == PixelType.Bit && type == PixelType.UInt8 ? pixels.Type : type,
            BigEndian = image.Levels[0].Type.BigEndian,
        };
    }

    /// <summary>The Image of the source's OME-XML if the series came from one; else an Image generated from the series.</summary>
    private static OmeImage ImageOf(SeriesSet set, ImageArrays image, int number)
    {
        if (set.Document is { } document && image.Series.OmeImage >= 0)
            return document.Images[image.Series.OmeImage];
        var (shape, series) = (image.Series.Shape, image.Series);
        return new OmeImage($"Image:{number}", series.Name, null, new Pixels
        {
            Id = $"Pixels:{number}",
            SizeX = shape.X,
            SizeY = shape.Y,
            SizeZ = shape.Z,
            SizeC = shape.C,
            SizeT = shape.T,
            DimensionOrder = DimensionOrder.XYCZT,
            Type = PixelTypeOf(image.Levels[0].Type),
            BigEndian = image.Levels[0].Type.BigEndian,
            PhysicalSizeX = LengthOf(series.X),
            PhysicalSizeY = LengthOf(series.Y),
            PhysicalSizeZ = LengthOf(series.Z),
            TimeIncrement = TimeOf(series.T),
            Channels = [.. series.Channels.Select((channel, c) => new Channel { Id = $"Channel:{number}:{c}", Name = channel.Label, Color = ColorOf(channel) })],
        })
        {
            NominalMagnification = series.Magnification,
        };
    }

    private static int ColorOf(SeriesChannel channel) => (int)((Convert.ToUInt32(channel.Color, 16) << 8) | 0xFF);

    /// <summary>OME's "reference frame" is a unit of unknown size: the numbers keep the proportions of a voxel.</summary>
    private static PhysicalLength? LengthOf(AxisScale scale) => scale switch
    {
        { Unit: { } unit } => new PhysicalLength(scale.Step, Units.LengthSymbol(unit) ?? Units.ReferenceFrame),
        { Step: 1 } => null,
        _ => new PhysicalLength(scale.Step, Units.ReferenceFrame),
    };

    private static PhysicalTime? TimeOf(AxisScale scale) => scale.Unit is { } unit && Units.TimeSymbol(unit) is { } symbol ? new PhysicalTime(scale.Step, symbol) : null;

    /// <summary>OME has no 64-bit integers and no half floats, so the nearest floating-point types are used.</summary>
    private static PixelType PixelTypeOf(DataType type) => (type.Kind, type.Size) switch
    {
        ('u', 1) => PixelType.UInt8,
        ('u', 2) => PixelType.UInt16,
        ('u', 4) => PixelType.UInt32,
        ('i', 1) => PixelType.Int8,
        ('i', 2) => PixelType.Int16,
        ('i', 4) => PixelType.Int32,
        ('f', 2 or 4) => PixelType.Float,
        ('c', 8) => PixelType.Complex,
        ('c', _) => PixelType.DoubleComplex,
        _ => PixelType.Double,
    };
}
