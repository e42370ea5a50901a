using OmeFs.Core.References;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.References.Survey;
using OmeFs.Core.References.View;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>Makes reports of references, in JSON and in Parquet.</summary>
internal static class ReferenceReports
{
    public static SourceReport Of(ReferenceView view) => Report(view, null);

    public static SourceReport Of(ParquetView view) =>
        Report(view, view.Count, null, [.. view.Notices, "missing chunks are counted, too: omefs finds out which chunks exist when somebody looks for them; 'omefs inspect' counts them"]);

    public static SourceReport Counted(ReferenceView view) => Report(view, Counts(ReferenceSurvey.Of(view)));

    public static async Task<SourceReport> CountedAsync(ParquetView view, CancellationToken cancellation)
    {
        var (survey, notices) = await view.SurveyAsync(cancellation);
        return Report(view, survey.Virtual + survey.Inline, Counts(survey), [.. view.Notices, .. notices]);
    }

    private static ReferenceCounts Counts(ReferenceSurvey survey) => new(
        survey.Virtual,
        survey.VirtualBytes,
        survey.Inline,
        survey.InlineBytes,
        [.. survey.Targets.Select(one => new TargetReport(one.Prefix, one.Targets, one.Keys, one.Bytes, one.Refused))],
        [.. survey.Arrays.Select(Array)],
        survey.Images);

    private static SourceReport Report(ParquetView view, long keys, ReferenceCounts? counts, IReadOnlyList<string> notices) =>
        new(ReportKind.References, view.Name, "references in Parquet", 1, view.Identity.Length, [], notices)
        {
            References = new ReferenceReport(keys, counts),
        };

    private static SourceReport Report(ReferenceView view, ReferenceCounts? counts)
    {
        var packing = view.Packing == ReferencePacking.Plain ? "" : $", {view.Packing.ToString().ToLowerInvariant()}";
        return new SourceReport(ReportKind.References, view.Name, $"reference JSON{packing}", 1, view.Identity.Length, [], view.Notices)
        {
            References = new ReferenceReport(view.Count, counts),
        };
    }

    private static ReferredArrayReport Array(ReferredArray array) => new(
        array.Path,
        array.ZarrFormat,
        array.Shape,
        array.Chunks,
        array.Dtype,
        array.Compressor,
        new Dictionary<string, long> { ["virtual"] = array.Virtual, ["inline"] = array.Inline, ["missing"] = array.Missing }
            .Where(origin => origin.Value > 0).ToDictionary());
}
