using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Channels;

namespace OmeFs.Core.Series;

/// <summary>An image without OME-XML before its levels are known: its IFDs, and what some description says of them.</summary>
internal sealed record ImageStack(IfdGroup Group, PlaneOrder Order)
{
    /// <summary>What the description calls it; null if nothing does.</summary>
    public string? Name { get; init; }

    public AxisScale T { get; init; } = AxisScale.Unknown;

    public AxisScale Z { get; init; } = AxisScale.Unknown;

    /// <summary>Null if the resolution tags say it.</summary>
    public AxisScale? Y { get; init; }

    /// <summary>Null if the resolution tags say it.</summary>
    public AxisScale? X { get; init; }

    /// <summary>Null for channels that nothing describes.</summary>
    public IReadOnlyList<SeriesChannel>? Channels { get; init; }

    /// <inheritdoc cref="ImageSeries.Magnification"/>
    public double? Magnification { get; init; }

    /// <inheritdoc cref="ImageSeries.Reason"/>
    public required string Reason { get; init; }

    /// <summary>Whether IFDs that nothing marks as reduced may be levels: not if each writing of the program is an image of its own.</summary>
    public bool UnmarkedLevels { get; init; } = true;
}
