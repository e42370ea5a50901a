namespace OmeFs.Core.Verification;

/// <summary>The options of a verification.</summary>
public sealed record VerifyOptions
{
    /// <summary>The percentage of each level's chunks that is read, above 0 and up to 100.</summary>
    public double SamplePercent { get; init; } = 100;

    /// <summary>Decides which chunks a sample has. The same seed gives the same chunks.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether to compute the SHA-256 of each series' pixels. Needs all chunks of level 0.</summary>
    public bool Digest { get; init; }

    /// <summary>Faults and differences of one series that are kept as text; the others are counted.</summary>
    public int MostFaults { get; init; } = 20;
}
