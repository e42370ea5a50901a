namespace OmeFs.Core.Verification;

/// <summary>The options of a verification.</summary>
public sealed record VerifyOptions
{
    /// <summary>Per cent of each level's chunks, above 0 and up to 100.</summary>
    public double SamplePercent { get; init; } = 100;

    /// <summary>Decides which chunks a sample takes: the same seed, the same chunks.</summary>
    public ulong Seed { get; init; }

    /// <summary>SHA-256 of each series' pixels; needs all chunks of level 0.</summary>
    public bool Digest { get; init; }

    /// <summary>Faults and differences of one series that are kept with their words; the others are counted.</summary>
    public int MostFaults { get; init; } = 20;
}
