using OmeFs.Core.References;
using OmeFs.Core.References.Survey;
using OmeFs.Core.References.View;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>Makes reports of reference documents.</summary>
internal static class ReferenceReports
{
    public static SourceReport Of(ReferenceView view) => Report(view, null);

    public static SourceReport Counted(ReferenceView view)
    {
        var survey = ReferenceSurvey.Of(view);
        return Report(view, new ReferenceCounts(
            survey.Virtual,
            survey.VirtualBytes,
            survey.Inline,
            survey.InlineBytes,
            [.. survey.Targets.Select(one => new TargetReport(one.Prefix, one.Targets, one.Keys, one.Bytes, one.Refused))],
            [.. survey.Arrays.Select(Array)],
            survey.Images));
    }

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
