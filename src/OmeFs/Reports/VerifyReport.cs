namespace OmeFs.Reports;

/// <summary>The result of `omefs verify`: `--json`. Names in JSON are snake_case.</summary>
/// <param name="Kind">image, several or error.</param>
/// <param name="Source">Null for several.</param>
/// <param name="Sound">Nothing that was read failed or differs. For several sources, this is true only if all are sound.</param>
/// <param name="SamplePercent">Percentage of each level's chunks.</param>
/// <param name="SecondOpinion">The other decoder that the chunks were compared with; null if there was none.</param>
/// <param name="WhyNoSecondOpinion">Null if there was one.</param>
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
    /// <summary>Only for <see cref="ReportKind.Several"/>, in the order in which they were named.</summary>
    public IReadOnlyList<VerifyReport> Sources { get; init; } = [];

    /// <summary>Only for <see cref="ReportKind.Several"/>.</summary>
    public VerifyTotals? Totals { get; init; }

    /// <summary>Only for <see cref="ReportKind.Error"/>: the source could not be opened.</summary>
    public ErrorDetails? Error { get; init; }
}

/// <param name="NotSound">Sources that were opened, but have a chunk that differs or cannot be read.</param>
/// <param name="NotOpened">Sources of which nothing was read.</param>
internal sealed record VerifyTotals(int Sources, int Sound, int NotSound, int NotOpened);

/// <param name="Path">Store path of the image's group, "" for the root.</param>
/// <param name="Chunks">Chunks of all levels, whether or not they were in the sample.</param>
/// <param name="Read">Chunks that were read without a fault.</param>
/// <param name="Missing">Chunks that the source does not have; they have the fill value.</param>
/// <param name="Bytes">Bytes of the chunk files that were read.</param>
/// <param name="Compared">Chunks that were compared with the second opinion, including missing ones.</param>
/// <param name="NotComparable">Why chunks were not compared: reason → count.</param>
/// <param name="Differences">The first of the <paramref name="Differing"/> chunks.</param>
/// <param name="Faults">The first of the <paramref name="Unreadable"/> chunks.</param>
/// <param name="Sha256">SHA-256 of level 0's pixels.</param>
/// <param name="PlaneOrderNotJudged">Why the plane order was not judged independently; null if it was, or if nothing was compared.</param>
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

/// <param name="Path">The path of the chunk's file in the tree.</param>
internal sealed record ChunkReport(string Path, string Words);
