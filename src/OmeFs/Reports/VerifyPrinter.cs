using System.Globalization;

namespace OmeFs.Reports;

/// <summary>Prints the result of `omefs verify` for people.</summary>
internal sealed class VerifyPrinter(Terminal terminal)
{
    public void Print(VerifyReport report)
    {
        switch (report.Kind)
        {
            case ReportKind.Several when report.Totals is { } totals:
                PrintTotals(totals, report.Sources.Count(one => one.Sound && !IsCompared(one)));
                break;
            case ReportKind.Error when report.Error is { } error:
                terminal.Line($"[bold]{report.Source!}[/]");
                terminal.Line($"[red]cannot be opened:[/] {error.Message}");
                terminal.Line();
                break;
            default:
                PrintOne(report);
                break;
        }
    }

    /// <summary>A sound source takes one line.</summary>
    public void PrintAmong(VerifyReport report)
    {
        if (report.Sound)
        {
            var why = WhyNotAll(report);
            var verdict = IsCompared(report) ? TerminalText.Of($"[green]sound[/]      ") : TerminalText.Of($"[yellow]not compared[/]");
            terminal.Unbroken(
                $"{verdict} {report.Source!}  {Chunks(report.Series.Sum(series => series.Read))}, {report.Series.Sum(series => series.Compared):#,0} compared{why}");
            foreach (var series in report.Series.Where(series => series.Sha256 is not null))
                terminal.Unbroken($"sha256 {Title(series)} {series.Sha256!}");
        }
        else
            Print(report);
    }

    /// <summary>Why chunks of a sound file were not compared, in a few words; empty if all were.</summary>
    private static string WhyNotAll(VerifyReport report)
    {
        if (report.SecondOpinion is null)
            return $" (no second opinion: {report.WhyNoSecondOpinion})";
        var reasons = report.Series.SelectMany(series => series.NotComparable).GroupBy(reason => reason.Key, reason => reason.Value).ToList();
        return reasons.Count == 0 ? ""
            : $", {Number(reasons.Sum(reason => reason.Sum()))} not: {reasons.MaxBy(reason => reason.Sum())!.Key}{(reasons.Count > 1 ? ", and other reasons" : "")}";
    }

    private void PrintOne(VerifyReport report)
    {
        terminal.Line($"[bold]{report.Source!}[/]");
        terminal.Line($"second opinion: {report.SecondOpinion ?? $"none: {report.WhyNoSecondOpinion}"}");
        if (report.SamplePercent < 100)
            terminal.Line($"a sample of {report.SamplePercent:0.####}% of each level's chunks, seed {report.Seed}");
        PrintCounts(report);
        foreach (var series in report.Series)
            PrintFindings(series);
        foreach (var series in report.Series.Where(series => series.Sha256 is not null))
            terminal.Line($"sha256 {Title(series)} {series.Sha256!}");
        terminal.Line(
            !report.Sound ? $"[red]not sound[/]"
            : IsCompared(report) ? (FormattableString)$"[green]sound[/]"
            : $"[yellow]not compared[/]: every chunk was read, but libtiff cannot read the file");
    }

    /// <summary>Whether something of each image was compared, or could be if libtiff did not fail.</summary>
    private static bool IsCompared(VerifyReport report) =>
        report.Series.All(series => series.Compared > 0 || !series.NotComparable.Keys.Any(why => why.StartsWith("libtiff cannot read it: ", StringComparison.Ordinal)));

    /// <param name="silent">Sources of which every chunk was read, and some image was not compared at all, because libtiff cannot read it.</param>
    private void PrintTotals(VerifyTotals totals, int silent)
    {
        terminal.Line();
        terminal.Line($"{totals.Sources:#,0} files: {totals.Sound:#,0} sound, {totals.NotSound:#,0} not sound, {totals.NotOpened:#,0} not opened");
        terminal.Line(
            totals.Sound < totals.Sources ? $"[red]not sound[/]"
            : silent == 0 ? (FormattableString)$"[green]sound[/]"
            : $"[yellow]{silent:#,0} not compared[/]: every chunk was read, but libtiff cannot read the file");
    }

    private void PrintCounts(VerifyReport report)
    {
        var table = new TerminalTable("image", "chunks", "read", "missing", "unreadable", "compared", "differing", "bytes");
        foreach (var series in report.Series)
            table.Row([
                Title(series),
                .. ((long[])[series.Chunks, series.Read, series.Missing, series.Unreadable, series.Compared, series.Differing, series.Bytes]).Select(Number),
            ]);
        terminal.Write(table);
    }

    private void PrintFindings(VerifiedSeriesReport series)
    {
        PrintChunks("unreadable", series.Unreadable, series.Faults);
        PrintChunks("differs", series.Differing, series.Differences);
        foreach (var (why, chunks) in series.NotComparable)
            terminal.Line($"{Title(series)}: {Chunks(chunks)} not compared: {why}");
        if (series.PlaneOrderNotJudged is { } unknown)
            terminal.Line($"{Title(series)}: plane order not judged: {unknown}");
        if (series.WhyNoSha256 is { } reason)
            terminal.Line($"{Title(series)}: no sha256: {reason}");
    }

    private void PrintChunks(string what, long all, IReadOnlyList<ChunkReport> chunks)
    {
        foreach (var chunk in chunks)
            terminal.Line($"[red]{what}[/] {chunk.Path}: {chunk.Words}");
        if (all > chunks.Count)
            terminal.Line($"and {Number(all - chunks.Count)} more");
    }

    private static string Title(VerifiedSeriesReport series) => series.Path.Length == 0 ? "/" : series.Path;

    private static string Chunks(long number) => $"{Number(number)} {(number == 1 ? "chunk" : "chunks")}";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
