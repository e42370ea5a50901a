namespace OmeFs.Core.Series;

/// <summary>The step between two samples along an axis.</summary>
/// <param name="Step">1 if it is not known.</param>
/// <param name="Unit">A UDUNITS name such as "micrometer"; null if it is not known.</param>
public readonly record struct AxisScale(double Step, string? Unit)
{
    public static readonly AxisScale Unknown = new(1, null);
}
