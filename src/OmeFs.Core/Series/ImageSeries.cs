using OmeFs.Core.Series.Channels;
using OmeFs.Core.Zarr.Model;


namespace OmeFs.Core.Series;

/// <summary>One image of up to five dimensions with its pyramid: an OME Image, an ImageJ stack, or equal IFDs of a plain TIFF.</summary>
public sealed record ImageSeries
{
    public required string Name { get; init; }

    /// <summary>Samples along t, c, z, y, x of level 0. RGB samples count as channels.</summary>
    public required ArrayShape Shape { get; init; }

    /// <summary>Samples of one pixel that one IFD holds: 3 for RGB. Channel c is sample c % SamplesPerPixel of IFD group c / SamplesPerPixel.</summary>
    public required int SamplesPerPixel { get; init; }

    /// <summary>Planes of every IFD that is a volume (ImageDepth); 1 but for those.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Level 0 first.</summary>
    public required IReadOnlyList<SeriesLevel> Levels { get; init; }

    public required IReadOnlyList<SeriesChannel> Channels { get; init; }

    public AxisScale T { get; init; } = AxisScale.Unknown;

    public AxisScale Z { get; init; } = AxisScale.Unknown;

    public AxisScale Y { get; init; } = AxisScale.Unknown;

    public AxisScale X { get; init; } = AxisScale.Unknown;

    /// <summary>Where the series was taken from, in words: "OME-XML", "ImageJ description", "plain TIFF: 12 IFDs of one shape, as z".</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the source is shown without this series if omefs cannot show it: a SubIFD that is no level, such as a camera's raw image.</summary>
    public bool MayBeLeftOut { get; init; }

    /// <summary>How many times the objective enlarged the specimen, as a slide says it ("AppMag"); null where nothing says it.</summary>
    public double? Magnification { get; init; }

    /// <summary>Position of the OME Image in the file's OME-XML, or -1.</summary>
    public int OmeImage { get; init; } = -1;
}
