using OmeFs.Core.Images;
using OmeFs.Core.Verification;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>Makes reports of verifications.</summary>
internal static class VerifyReports
{
    /// <param name="opinion">The name of the second opinion, or null.</param>
    /// <param name="absence">Why there was no second opinion.</param>
    public static VerifyReport Of(OmeZarrView view, VerifyOptions options, string? opinion, string absence, IReadOnlyList<SeriesVerdict> verdicts) => new(
        ReportKind.Image,
        view.Source.Name,
        verdicts.All(verdict => verdict.IsSound),
        options.SamplePercent,
        options.Seed,
        opinion,
        opinion is null ? absence : null,
        [.. verdicts.Select(Series)]);

    public static VerifyReport Failed(string source, VerifyOptions options, ErrorDetails error) =>
        new(ReportKind.Error, source, false, options.SamplePercent, options.Seed, null, null, []) { Error = error };

    public static VerifyReport Of(VerifyOptions options, IReadOnlyList<VerifyReport> sources) =>
        new(ReportKind.Several, null, sources.All(one => one.Sound), options.SamplePercent, options.Seed, null, null, [])
        {
            Sources = sources,
            Totals = new VerifyTotals(
                sources.Count, sources.Count(one => one.Sound), sources.Count(one => one is { Sound: false, Error: null }), sources.Count(one => one.Error is not null)),
        };

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
        verdict.WhyNoSha256,
        verdict.WhyNoPlaneOrder);

    private static ChunkReport Chunk(ChunkFault fault) => new(fault.Path, fault.Words);
}
