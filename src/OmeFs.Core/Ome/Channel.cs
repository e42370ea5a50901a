namespace OmeFs.Core.Ome;

/// <summary>One Channel: the samples of one IFD of a plane, one or several per pixel.</summary>
internal sealed record Channel
{
    public string Id { get; init; } = "";

    public string? Name { get; init; }

    public string? Fluor { get; init; }

    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>Red, green, blue and alpha, red in the most significant byte, in a signed integer as in OME.</summary>
    public int? Color { get; init; }

    public PhysicalLength? EmissionWavelength { get; init; }

    public PhysicalLength? ExcitationWavelength { get; init; }
}
