using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Series.Channels;

namespace OmeFs.Core.Series;

/// <summary>An image without OME-XML before its levels are known: its IFDs, and what a description says of them.</summary>
internal sealed record ImageStack(IfdGroup Group, PlaneOrder Order)
{
    /// <summary>The name in the description; null if there is none.</summary>
    public string? Name { get; init; }

    public AxisScale T { get; init; } = AxisScale.Unknown;

    public AxisScale Z { get; init; } = AxisScale.Unknown;

    /// <summary>Null if the resolution tags give it.</summary>
    public AxisScale? Y { get; init; }

    /// <summary>Null if the resolution tags give it.</summary>
    public AxisScale? X { get; init; }

    /// <summary>Null if no description gives them.</summary>
    public IReadOnlyList<SeriesChannel>? Channels { get; init; }

    /// <inheritdoc cref="ImageSeries.Magnification"/>
    public double? Magnification { get; init; }

    /// <inheritdoc cref="ImageSeries.Reason"/>
    public required string Reason { get; init; }

    /// <summary>Whether IFDs that are not marked as reduced may be levels. False if the program writes each array as a separate image.</summary>
    public bool UnmarkedLevels { get; init; } = true;
}
