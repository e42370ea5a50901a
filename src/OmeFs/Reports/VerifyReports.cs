using OmeFs.Core.Verification;
using OmeFs.Core.Zarr;

namespace OmeFs.Reports;

/// <summary>Makes reports of verifications.</summary>
internal static class VerifyReports
{
    /// <param name="opinion">Its name, or null.</param>
    /// <param name="absence">Why there was no second opinion.</param>
    public static VerifyReport Of(OmeZarrView view, VerifyOptions options, string? opinion, string absence, IReadOnlyList<SeriesVerdict> verdicts) => new(
        view.Source.Name,
        verdicts.All(verdict => verdict.IsSound),
        options.SamplePercent,
        options.Seed,
        opinion,
        opinion is null ? absence : null,
        [.. verdicts.Select(Series)]);

    private static VerifiedSeriesReport Series(SeriesVerdict verdict) => new(
        verdict.Image.Path,
        verdict.Image.Series.Name,
        verdict.Chunks,
        verdict.Read,
        verdict.Missing,
        verdict.Unreadable,
        verdict.Bytes,
        verdict.Compared,
        verdict.Differing,
        verdict.NotComparable,
        [.. verdict.Differences.Select(Chunk)],
        [.. verdict.Faults.Select(Chunk)],
        verdict.Sha256,
        verdict.WhyNoSha256);

    private static ChunkReport Chunk(ChunkFault fault) => new(fault.Path, fault.Words);
}
