using OmeFs.Core.Series.Channels;
using OmeFs.Core.Zarr.Model;


namespace OmeFs.Core.Series;

/// <summary>One image of up to five dimensions with its pyramid: an OME Image, an ImageJ stack, or similar IFDs of a plain TIFF.</summary>
public sealed record ImageSeries
{
    public required string Name { get; init; }

    /// <summary>Samples of level 0 along t, c, z, y, x. RGB samples count as channels.</summary>
    public required ArrayShape Shape { get; init; }

    /// <summary>Samples per pixel in one IFD: 3 for RGB. Channel c is sample c % SamplesPerPixel of IFD group c / SamplesPerPixel.</summary>
    public required int SamplesPerPixel { get; init; }

    /// <summary>Planes of every IFD: more than 1 only for volumes (ImageDepth).</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Level 0 first.</summary>
    public required IReadOnlyList<SeriesLevel> Levels { get; init; }

    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    public AxisScale T { get; init; } = AxisScale.Unknown;

    public AxisScale Z { get; init; } = AxisScale.Unknown;

    public AxisScale Y { get; init; } = AxisScale.Unknown;

    public AxisScale X { get; init; } = AxisScale.Unknown;

    /// <summary>How the series was found, for users: "OME-XML", "ImageJ description", "plain TIFF: 12 IFDs of one shape, as z".</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the source is shown without this series if omefs cannot show it, such as a SubIFD with a camera's raw image.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The magnification of the objective, as a slide gives it ("AppMag"); null if it is not given.</summary>
    public double? Magnification { get; init; }

    /// <summary>Index of the OME Image in the file's OME-XML, or -1.</summary>
    public int OmeImage { get; init; } = -1;
}
