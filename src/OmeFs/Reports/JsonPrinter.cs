using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>Prints one JSON document on standard output. docs/reference/json.schema.json is its promise.</summary>
internal sealed class JsonPrinter : IReportPrinter
{
    public void PrintMounted(SourceReport source, string mountpoint) => Write("omefs.mount/1", source, ReportJson.Readable.SourceReport, ("mountpoint", mountpoint));

    public void PrintSource(SourceReport source) => Write("omefs.inspect/1", source, ReportJson.Readable.SourceReport);

    public void PrintMounts(IReadOnlyList<MountReport> mounts) => Write("omefs.list/1", new MountsReport(mounts), ReportJson.Readable.MountsReport);

    public void PrintVerified(VerifyReport report) => Write("omefs.verify/1", report, ReportJson.Readable.VerifyReport);

    /// <summary>Prints nothing: the only document is printed at the end.</summary>
    public void PrintVerifiedAmong(VerifyReport report)
    {
    }

    public void PrintSourceAmong(SourceReport source)
    {
    }

    public void PrintIndexed(IndexReport report) => Write("omefs.index/1", report, ReportJson.Readable.IndexReport);

    /// <summary>The readable form does not escape direction controls, so these are escaped here, as JSON escapes that are safe on terminals.</summary>
    /// <param name="first">Members before those of the report.</param>
    private static void Write<T>(string schema, T report, JsonTypeInfo<T> type, params ReadOnlySpan<(string Name, string Value)> first)
    {
        var document = new JsonObject { ["schema"] = schema };
        foreach (var (name, value) in first)
            document[name] = value;
        foreach (var (name, value) in JsonSerializer.SerializeToNode(report, type)!.AsObject().ToList())
            document[name] = value?.DeepClone();
        Console.Out.WriteLine(PrintableText.OfLines(document.ToJsonString(ReportJson.Readable.Options)));
    }
}
