using System.Globalization;
using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>What `omefs verify` tells people.</summary>
internal sealed class VerifyPrinter(IAnsiConsole console)
{
    public void Print(VerifyReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Source}[/]");
        console.MarkupLineInterpolated($"second opinion: {report.SecondOpinion ?? $"none: {report.WhyNoSecondOpinion}"}");
        if (report.SamplePercent < 100)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"a sample of {report.SamplePercent:0.####}% of each level's chunks, seed {report.Seed}");
        PrintCounts(report);
        foreach (var series in report.Series)
            PrintFindings(series);
        foreach (var series in report.Series.Where(series => series.Sha256 is not null))
            console.MarkupLineInterpolated($"sha256 {Title(series)} {series.Sha256!}");
        console.MarkupLine(report.Sound ? "[green]sound[/]" : "[red]not sound[/]");
    }

    private void PrintCounts(VerifyReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in (string[])["image", "chunks", "read", "missing", "unreadable", "compared", "differing", "bytes"])
            table.AddColumn(new TableColumn(column).NoWrap());
        foreach (var series in report.Series)
            table.AddRow([
                Markup.Escape(Title(series)),
                .. ((long[])[series.Chunks, series.Read, series.Missing, series.Unreadable, series.Compared, series.Differing, series.Bytes]).Select(Number),
            ]);
        console.Write(table);
    }

    private void PrintFindings(VerifiedSeriesReport series)
    {
        PrintChunks("unreadable", series.Unreadable, series.Faults);
        PrintChunks("differs", series.Differing, series.Differences);
        foreach (var (why, chunks) in series.NotComparable)
            console.MarkupLineInterpolated($"{Title(series)}: {Number(chunks)} chunks not compared: {why}");
        if (series.WhyNoSha256 is { } reason)
            console.MarkupLineInterpolated($"{Title(series)}: no sha256: {reason}");
    }

    private void PrintChunks(string what, long all, IReadOnlyList<ChunkReport> chunks)
    {
        foreach (var chunk in chunks)
            console.MarkupLineInterpolated($"[red]{what}[/] {chunk.Path}: {chunk.Words}");
        if (all > chunks.Count)
            console.MarkupLineInterpolated($"and {Number(all - chunks.Count)} more");
    }

    private static string Title(VerifiedSeriesReport series) => series.Path.Length == 0 ? "/" : series.Path;

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
