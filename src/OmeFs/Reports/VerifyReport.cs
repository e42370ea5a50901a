namespace OmeFs.Reports;

/// <summary>What `omefs verify` found: `--json`. Names in JSON are snake_case.</summary>
/// <param name="Kind">image, several or error.</param>
/// <param name="Source">Null for several.</param>
/// <param name="Sound">Everything that was read could be read, and nothing differs. Of several, of all of them.</param>
/// <param name="SamplePercent">Of each level's chunks.</param>
/// <param name="SecondOpinion">The other decoder that the chunks were compared with; null if there was none.</param>
/// <param name="WhyNoSecondOpinion">Null where there was one.</param>
internal sealed record VerifyReport(
    ReportKind Kind,
    string? Source,
    bool Sound,
    double SamplePercent,
    ulong Seed,
    string? SecondOpinion,
    string? WhyNoSecondOpinion,
    IReadOnlyList<VerifiedSeriesReport> Series)
{
    /// <summary>Of <see cref="ReportKind.Several"/> alone, in the order they were named.</summary>
    public IReadOnlyList<VerifyReport> Sources { get; init; } = [];

    /// <summary>Of <see cref="ReportKind.Several"/> alone.</summary>
    public VerifyTotals? Totals { get; init; }

    /// <summary>Of <see cref="ReportKind.Error"/> alone: it could not be opened.</summary>
    public ErrorDetails? Error { get; init; }
}

/// <param name="NotSound">Opened, and a chunk differs or cannot be read.</param>
/// <param name="NotOpened">Nothing of them was read.</param>
internal sealed record VerifyTotals(int Sources, int Sound, int NotSound, int NotOpened);

/// <param name="Path">Store path of the image's group, "" for the root.</param>
/// <param name="Chunks">Of all levels, whether or not they were in the sample.</param>
/// <param name="Read">Chunks that were read without a fault.</param>
/// <param name="Missing">Chunks that the source does not have; they have the fill value.</param>
/// <param name="Bytes">Of the chunk files that were read.</param>
/// <param name="Compared">Chunks held against the second opinion, missing ones too.</param>
/// <param name="NotComparable">Why chunks were not compared: how many.</param>
/// <param name="Differences">The first of the <paramref name="Differing"/> chunks.</param>
/// <param name="Faults">The first of the <paramref name="Unreadable"/> chunks.</param>
/// <param name="Sha256">Of level 0's pixels.</param>
/// <param name="PlaneOrderNotJudged">Why nobody but omefs says which plane is where; null where somebody does, or nothing was compared.</param>
internal sealed record VerifiedSeriesReport(
    string Path,
    string Name,
    long Chunks,
    long Read,
    long Missing,
    long Unreadable,
    long Bytes,
    long Compared,
    long Differing,
    IReadOnlyDictionary<string, long> NotComparable,
    IReadOnlyList<ChunkReport> Differences,
    IReadOnlyList<ChunkReport> Faults,
    string? Sha256,
    string? WhyNoSha256,
    string? PlaneOrderNotJudged);

/// <param name="Path">Of the chunk's file in the tree.</param>
internal sealed record ChunkReport(string Path, string Words);
