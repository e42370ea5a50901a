using System.Text.Json;

namespace OmeFs.Reports;

/// <summary>One JSON document on standard output.</summary>
internal sealed class JsonPrinter : IReportPrinter
{
    public void PrintMounted(SourceReport source, string mountpoint) => PrintSource(source);

    public void PrintSource(SourceReport source) => Console.Out.WriteLine(JsonSerializer.Serialize(source, ReportJson.Readable.SourceReport));

    public void PrintFolder(FolderReport folder) => Console.Out.WriteLine(JsonSerializer.Serialize(folder, ReportJson.Readable.FolderReport));

    public void PrintMounts(IReadOnlyList<MountReport> mounts) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(mounts, ReportJson.Readable.IReadOnlyListMountReport));

    public void PrintVerified(VerifyReport report) => Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Readable.VerifyReport));

    public void PrintIndexed(IndexReport report) => Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Readable.IndexReport));
}
