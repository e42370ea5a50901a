using System.Text.Json;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>One JSON document on standard output.</summary>
internal sealed class JsonPrinter : IReportPrinter
{
    public void PrintMounted(SourceReport source, string mountpoint) => PrintSource(source);

    public void PrintSource(SourceReport source) => Write(JsonSerializer.Serialize(source, ReportJson.Readable.SourceReport));

    public void PrintFolder(FolderReport folder) => Write(JsonSerializer.Serialize(folder, ReportJson.Readable.FolderReport));

    public void PrintMounts(IReadOnlyList<MountReport> mounts) =>
        Write(JsonSerializer.Serialize(mounts, ReportJson.Readable.IReadOnlyListMountReport));

    public void PrintVerified(VerifyReport report) => Write(JsonSerializer.Serialize(report, ReportJson.Readable.VerifyReport));

    public void PrintIndexed(IndexReport report) => Write(JsonSerializer.Serialize(report, ReportJson.Readable.IndexReport));

    /// <summary>The readable form leaves marks of direction as they are; JSON spells an escape as terminals get it.</summary>
    private static void Write(string json) => Console.Out.WriteLine(PrintableText.OfLines(json));
}
