namespace OmeFs.Core.Arrays;

/// <summary>How one level of an image is shown.</summary>
/// <param name="Array">The level as an array.</param>
public sealed record LevelPlan(VirtualArray Array)
{
    /// <summary>Which planes of the level cannot be shown, and why.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The level as it is stored, for exporters that show it in another form. Null if it is not stored in TIFF segments.</summary>
    internal SegmentedLevel? Segments { get; init; }
}
