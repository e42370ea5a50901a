using System.Globalization;

namespace OmeFs.Reports;

/// <summary>Prints reports as tables and short sentences for people.</summary>
/// <param name="terminal">Null for standard output.</param>
internal sealed class TerminalPrinter(Terminal? terminal = null) : IReportPrinter
{
    /// <summary>Images that are listed at mount: the first few of a plate with thousands are enough.</summary>
    private const int MostSeriesAtMount = 12;

    /// <summary>Channels of an image that are named. Arbitrary: more than a user reads; JSON has all of them.</summary>
    private const int MostChannels = 16;

    private readonly Terminal _terminal = terminal ?? Terminal.Output;

    public void PrintMounted(SourceReport source, string mountpoint)
    {
        _terminal.Unbroken($"[bold]{Path.GetFileName(source.Source!)}[/] is mounted on [bold]{mountpoint}[/]");
        if (source.References is { } references)
            _terminal.Line($"{references.Keys:#,0} files, as the references name them");
        else if (source.Kind == ReportKind.Folder)
            _terminal.Line($"{source.Format}; each image is a folder NAME.ome.zarr, opened at the first access");
        else
            PrintSeries(source, MostSeriesAtMount);
        PrintNotices(source);
        foreach (var notice in MountHints.Notices(source, mountpoint))
            _terminal.Line($"[yellow]note:[/] {notice}");
        _terminal.Write([.. MountHints.Of(source, mountpoint)]);
    }

    public void PrintSource(SourceReport source)
    {
        if (source.Kind == ReportKind.Several)
        {
            _terminal.Line();
            _terminal.Line($"{source.Sources.Count:#,0} sources, {source.Faults:#,0} of their images cannot be shown");
            return;
        }
        _terminal.Unbroken($"[bold]{source.Source!}[/]");
        if (source.Error is { } error)
        {
            _terminal.Line($"[red]cannot be shown:[/] {error.Message}");
            _terminal.Line();
            return;
        }
        _terminal.Line($"{source.Format}{(source.Bytes > 0 ? ", " + Bytes(source.Bytes) : "")}");
        foreach (var series in source.Series)
            PrintDetails(series);
        if (source.References is { Counts: { } counts } references)
            PrintReferences(references.Keys, counts);
        if (source.Images.Count > 0)
            PrintImages(source.Images);
        PrintNotices(source);
    }

    public void PrintSourceAmong(SourceReport source)
    {
        PrintSource(source);
        _terminal.Line();
    }

    private void PrintImages(IReadOnlyList<FolderImageReport> images)
    {
        var table = new TerminalTable("appears as", "from", "size", "what it is");
        foreach (var image in images)
            table.Row(
                image.Path,
                image.Members.Count == 0 ? image.File : $"{image.File} and {image.Members.Count} more",
                Bytes(image.Bytes),
                image.Fault is { } fault ? TerminalText.Of($"[red]cannot be shown:[/] {fault}") : Kind(image));
        _terminal.Write(table);
        foreach (var image in images)
            foreach (var notice in image.Notices)
                _terminal.Line($"[yellow]note:[/] {image.Path}: {notice}");
    }

    public void PrintMounts(IReadOnlyList<MountReport> mounts)
    {
        if (mounts.Count == 0)
        {
            _terminal.Line($"nothing is mounted");
            return;
        }
        var table = new TerminalTable("mountpoint", "source", "state");
        foreach (var mount in mounts)
            table.Row(mount.Mountpoint, mount.Source, State(mount));
        _terminal.Write(table);
    }

    private static TerminalText State(MountReport mount) => TerminalText.Of(mount.State switch
    {
        MountStates.Dead => $"[red]dead[/]: the next mount there cleans it up",
        MountStates.Silent => $"[red]does not answer[/]: its daemon is stopped, or waits for the source",
        MountStates.Hidden => $"[yellow]not known[/]: you may not look at it",
        _ => (FormattableString)$"[green]ok[/]",
    });

    public void PrintVerified(VerifyReport report) => new VerifyPrinter(_terminal).Print(report);

    public void PrintVerifiedAmong(VerifyReport report) => new VerifyPrinter(_terminal).PrintAmong(report);

    public void PrintIndexed(IndexReport report)
    {
        _terminal.Unbroken(
            $"[bold]{Path.GetFileName(report.Source)}[/] is indexed in [bold]{(report.Bytes is null ? "standard output" : report.Output)}[/]{(report.Bytes is { } bytes ? ", " + Bytes(bytes) : "")}");
        if (report.Offsets is { } offsets)
            _terminal.Line($"offsets of {offsets:#,0} IFDs");
        if (report.References is not { } references)
            return;
        _terminal.Line($"{references.Chunks:#,0} chunks refer to {(references.Urls is [var url] ? url : $"{references.Urls.Count:#,0} files")}");
        if (references.Copied > 0)
            _terminal.Line($"{references.Copied:#,0} chunks that are not one byte range are copied into it, {Bytes(references.CopiedBytes)}");
        if (references.Missing > 0)
            _terminal.Line($"{references.Missing:#,0} chunks are missing in the source; they have the fill value");
        if (references.Codecs.Count > 0)
            _terminal.Line($"readers need the codecs {string.Join(", ", references.Codecs)}");
        foreach (var left in references.LeftOut)
            _terminal.Line($"[yellow]left out[/] level {left.Path}: {left.Why}");
        foreach (var notice in references.Notices)
            _terminal.Line($"[yellow]note:[/] {notice}");
    }

    private static string Kind(FolderImageReport image) =>
        $"{image.Format}: {(image.Series == 1 ? "" : $"{image.Series} images, the first ")}{Numbers(image.Shape)} {image.Dtype}";

    private void PrintSeries(SourceReport source, int most)
    {
        var table = new TerminalTable("image", "name", "shape t c z y x", "type", "levels", "chunks");
        foreach (var series in source.Series.Take(most))
            table.Row(
                series.Path.Length == 0 ? "/" : series.Path,
                series.Name,
                Numbers(series.Levels[0].Shape),
                series.Levels[0].Dtype,
                series.Levels.Count.ToString(CultureInfo.InvariantCulture),
                Origins(series));
        _terminal.Write(table);
        if (source.Series.Count > most)
            _terminal.Line($"and {source.Series.Count - most} more images");
    }

    private void PrintDetails(SeriesReport series)
    {
        _terminal.Line();
        _terminal.Line($"[bold]{(series.Path.Length == 0 ? "/" : series.Path)}[/] {series.Name} (from {series.Reason})");
        var axes = series.Axes.Select(axis => axis.Unit is null ? $"{axis.Name} {axis.Length}"
            : string.Create(CultureInfo.InvariantCulture, $"{axis.Name} {axis.Length} × {axis.Step:0.######} {axis.Unit}"));
        _terminal.Line($"axes: {string.Join(", ", axes)}");
        var channels = series.Channels.Take(MostChannels).Select(channel => $"{channel.Label} #{channel.Color}");
        var more = series.Channels.Count > MostChannels ? $" and {Number(series.Channels.Count - MostChannels)} more" : "";
        _terminal.Line($"channels: {string.Join(", ", channels)}{more}");
        var table = new TerminalTable("level", "shape", "chunk", "type", "storage", "chunks and why");
        foreach (var level in series.Levels)
        {
            table.Row(
                level.Path,
                Numbers(level.Shape),
                Numbers(level.Chunks),
                level.Dtype + (level.Compressor is null ? "" : $" {level.Compressor}"),
                level.Storage,
                level.Why.FirstOrDefault(""));
            foreach (var why in level.Why.Skip(1))
                table.Row("", "", "", "", "", why);
        }
        _terminal.Write(table);
    }

    private void PrintReferences(long keys, ReferenceCounts counts)
    {
        _terminal.Line(
            $"{keys:#,0} keys: {counts.VirtualKeys:#,0} virtual ({Bytes(counts.VirtualBytes)}), {counts.InlineKeys:#,0} inline ({Bytes(counts.InlineBytes)})");
        if (counts.Images.Count > 0)
            _terminal.Line($"OME-Zarr images: {string.Join(", ", counts.Images.Select(path => path.Length == 0 ? "/" : path))}");
        var targets = new TerminalTable("targets under", "URLs", "keys", "bytes", "");
        foreach (var one in counts.Targets)
            targets.Row(one.Prefix.Length == 0 ? "(no URL)" : one.Prefix, Number(one.Targets), Number(one.Keys), Bytes(one.Bytes), one.Refused ? "refused" : "");
        _terminal.Write(targets);
        if (counts.Arrays.Count == 0)
            return;
        var arrays = new TerminalTable("array", "zarr", "shape", "chunk", "type", "chunks");
        foreach (var array in counts.Arrays)
            arrays.Row(
                array.Path.Length == 0 ? "/" : array.Path,
                Number(array.ZarrFormat),
                string.Join(' ', array.Shape),
                string.Join(' ', array.Chunks),
                array.Dtype + (array.Compressor is null ? "" : $" {array.Compressor}"),
                string.Join(", ", array.ChunksByOrigin.Select(origin => $"{Number(origin.Value)} {origin.Key}")));
        _terminal.Write(arrays);
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private void PrintNotices(SourceReport source)
    {
        foreach (var unshown in source.UnshownIfds)
            _terminal.Line($"[yellow]not shown:[/] {(source.Files > 1 ? unshown.File + ": " : "")}{unshown.Ifds}: {unshown.Reason}");
        foreach (var notice in source.Notices)
            _terminal.Line($"[yellow]note:[/] {notice}");
    }

    private static string Origins(SeriesReport series) => string.Join(", ", series.Levels
        .SelectMany(level => level.ChunksByOrigin)
        .GroupBy(origin => origin.Key)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Sum(origin => origin.Value):#,0} {group.Key}")));

    private static string Numbers(IReadOnlyList<int> numbers) => string.Join(' ', numbers);

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 40 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 40):0.0} TiB"),
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:#,0} bytes"),
    };
}
