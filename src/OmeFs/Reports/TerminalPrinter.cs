using System.Globalization;
using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>Tables and short sentences for people.</summary>
/// <param name="console">Standard output's where null.</param>
internal sealed class TerminalPrinter(IAnsiConsole? console = null) : IReportPrinter
{
    /// <summary>Of a plate with thousands of images, the first few say enough at mount.</summary>
    private const int MostSeriesAtMount = 12;

    private readonly IAnsiConsole _console = console ?? Terminal.Console;

    public void PrintMounted(SourceReport source, string mountpoint)
    {
        _console.MarkupLineInterpolated($"[bold]{Path.GetFileName(source.Source)}[/] is mounted on [bold]{mountpoint}[/]");
        if (source.References is { } references)
            _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{references.Keys:#,0} files, as the references name them"));
        else if (source.Series.Count == 0)
            _console.WriteLine($"{source.Format}; each image is a folder NAME.ome.zarr, opened when it is looked at");
        else
            PrintSeries(source, MostSeriesAtMount);
        PrintNotices(source);
        if (source.Series.Count == 0)
        {
            _console.WriteLine($"end it: omefs umount {Quoted(mountpoint)}");
            return;
        }
        var image = source.Series[0].Path is { Length: > 0 } path ? Path.Join(mountpoint, path) : mountpoint;
        var open = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().NoWrap().PadRight(0));
        open.AddRow("napari", Markup.Escape($"napari --plugin napari-ome-zarr {Quoted(mountpoint)}"));
        open.AddRow("Fiji", Markup.Escape($"Plugins > BigDataViewer > HDF5/N5/Zarr/OME-NGFF Viewer, then {image}"));
        open.AddRow("Python", Markup.Escape($"zarr.open(\"{image}\", mode=\"r\")[\"0\"]"));
        open.AddRow("end", Markup.Escape($"omefs umount {Quoted(mountpoint)}"));
        _console.Write(open);
    }

    public void PrintSource(SourceReport source)
    {
        _console.MarkupLineInterpolated($"[bold]{source.Source}[/]");
        _console.MarkupLineInterpolated($"{source.Format}, {Bytes(source.Bytes)}");
        foreach (var series in source.Series)
            PrintDetails(series);
        if (source.References is { Counts: { } counts } references)
            PrintReferences(references.Keys, counts);
        PrintNotices(source);
    }

    public void PrintFolder(FolderReport folder)
    {
        _console.MarkupLineInterpolated($"[bold]{folder.Source}[/]");
        if (folder.Images.Count == 0)
        {
            _console.WriteLine("no file in it has the name of an image");
            return;
        }
        var table = Table("appears as", "from", "size", "what it is");
        foreach (var image in folder.Images)
            table.AddRow(
                Markup.Escape(image.Path),
                Markup.Escape(image.Members.Count == 0 ? image.File : $"{image.File} and {image.Members.Count} more"),
                Bytes(image.Bytes),
                image.Fault is { } fault ? $"[red]cannot be shown:[/] {Markup.Escape(fault)}" : Markup.Escape(Kind(image)));
        _console.Write(table);
    }

    public void PrintMounts(IReadOnlyList<MountReport> mounts)
    {
        if (mounts.Count == 0)
        {
            _console.WriteLine("nothing is mounted");
            return;
        }
        var table = Table("mountpoint", "source", "state");
        foreach (var mount in mounts)
            table.AddRow(Markup.Escape(mount.Mountpoint), Markup.Escape(mount.Source), mount.Answers ? "[green]ok[/]" : "[red]dead[/]: the next mount there cleans it up");
        _console.Write(table);
    }

    public void PrintVerified(VerifyReport report) => new VerifyPrinter(_console).Print(report);

    public void PrintIndexed(IndexReport report)
    {
        _console.MarkupLineInterpolated($"[bold]{Path.GetFileName(report.Source)}[/] is indexed in [bold]{(report.Bytes is null ? "standard output" : report.Output)}[/]{(report.Bytes is { } bytes ? ", " + Bytes(bytes) : "")}");
        if (report.Offsets is { } offsets)
            _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"offsets of {offsets:#,0} IFDs"));
        if (report.References is not { } references)
            return;
        _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{references.Chunks:#,0} chunks refer to {(references.Urls is [var url] ? url : $"{references.Urls.Count:#,0} files")}"));
        if (references.Copied > 0)
            _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{references.Copied:#,0} chunks that are no single range are copied into it, {Bytes(references.CopiedBytes)}"));
        if (references.Missing > 0)
            _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{references.Missing:#,0} chunks are missing in the source; they have the fill value"));
        if (references.Codecs.Count > 0)
            _console.WriteLine($"readers need the codecs {string.Join(", ", references.Codecs)}");
        foreach (var left in references.LeftOut)
            _console.MarkupLineInterpolated($"[yellow]left out[/] level {left.Path}: {left.Why}");
        foreach (var notice in references.Notices)
            _console.MarkupLineInterpolated($"[yellow]note:[/] {notice}");
    }

    private static string Kind(FolderImageReport image) =>
        $"{image.Format}: {(image.Series == 1 ? "" : $"{image.Series} images, the first ")}{Numbers(image.Shape)} {image.Dtype}";

    private void PrintSeries(SourceReport source, int most)
    {
        var table = Table("image", "name", "shape t c z y x", "type", "levels", "chunks");
        foreach (var series in source.Series.Take(most))
            table.AddRow(
                Markup.Escape(series.Path.Length == 0 ? "/" : series.Path),
                Markup.Escape(series.Name),
                Numbers(series.Levels[0].Shape),
                Markup.Escape(series.Levels[0].Dtype),
                series.Levels.Count.ToString(CultureInfo.InvariantCulture),
                Origins(series));
        _console.Write(table);
        if (source.Series.Count > most)
            _console.WriteLine($"and {source.Series.Count - most} more images");
    }

    private void PrintDetails(SeriesReport series)
    {
        _console.WriteLine();
        _console.MarkupLineInterpolated($"[bold]{(series.Path.Length == 0 ? "/" : series.Path)}[/] {series.Name} (from {series.Reason})");
        var axes = series.Axes.Select(axis => axis.Unit is null ? $"{axis.Name} {axis.Length}" : string.Create(CultureInfo.InvariantCulture, $"{axis.Name} {axis.Length} × {axis.Step:0.######} {axis.Unit}"));
        _console.WriteLine($"axes: {string.Join(", ", axes)}");
        _console.WriteLine($"channels: {string.Join(", ", series.Channels.Select(channel => $"{channel.Label} #{channel.Color}"))}");
        var table = Table("level", "shape", "chunk", "type", "storage", "chunks and why");
        foreach (var level in series.Levels)
            table.AddRow(
                Markup.Escape(level.Path),
                Numbers(level.Shape),
                Numbers(level.Chunks),
                Markup.Escape(level.Dtype + (level.Compressor is null ? "" : $" {level.Compressor}")),
                Markup.Escape(level.Storage),
                Markup.Escape(string.Join('\n', level.Why)));
        _console.Write(table);
    }

    private void PrintReferences(long keys, ReferenceCounts counts)
    {
        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{keys:#,0} keys: {counts.VirtualKeys:#,0} virtual ({Bytes(counts.VirtualBytes)}), {counts.InlineKeys:#,0} inline ({Bytes(counts.InlineBytes)})"));
        if (counts.Images.Count > 0)
            _console.WriteLine($"OME-Zarr images: {string.Join(", ", counts.Images.Select(path => path.Length == 0 ? "/" : path))}");
        var targets = Table("targets under", "URLs", "keys", "bytes", "");
        foreach (var one in counts.Targets)
            targets.AddRow(one.Prefix.Length == 0 ? "(no URL)" : Markup.Escape(one.Prefix), Number(one.Targets), Number(one.Keys), Bytes(one.Bytes), one.Refused ? "refused" : "");
        _console.Write(targets);
        if (counts.Arrays.Count == 0)
            return;
        var arrays = Table("array", "zarr", "shape", "chunk", "type", "chunks");
        foreach (var array in counts.Arrays)
            arrays.AddRow(
                Markup.Escape(array.Path.Length == 0 ? "/" : array.Path),
                Number(array.ZarrFormat),
                string.Join(' ', array.Shape),
                string.Join(' ', array.Chunks),
                Markup.Escape(array.Dtype + (array.Compressor is null ? "" : $" {array.Compressor}")),
                string.Join(", ", array.ChunksByOrigin.Select(origin => $"{Number(origin.Value)} {origin.Key}")));
        _console.Write(arrays);
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private void PrintNotices(SourceReport source)
    {
        foreach (var notice in source.Notices)
            _console.MarkupLineInterpolated($"[yellow]note:[/] {notice}");
    }

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).NoWrap());
        return table;
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

    private static string Quoted(string path) => path.Contains(' ') ? $"'{path}'" : path;
}
