namespace OmeFs.Core.Ome;

/// <summary>One Channel: what one IFD of a plane holds, be it one sample a pixel or several.</summary>
public sealed record Channel
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string? Fluor { get; init; }

    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>Red, green, blue and alpha from the most significant byte down, as OME stores them in a signed integer.</summary>
    public int? Color { get; init; }

    public PhysicalLength? EmissionWavelength { get; init; }

    public PhysicalLength? ExcitationWavelength { get; init; }
}
