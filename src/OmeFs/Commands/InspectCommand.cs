using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OmeFs.Composition;
using OmeFs.Core.Folders;
using OmeFs.Core.References;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>`omefs inspect`: what a mount would show, and how many chunks come from where, and why.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var source = CommonOptions.Source();
        var layout = CommonOptions.Layout();
        var missing = CommonOptions.Missing();
        var references = CommonOptions.References(reading: false);
        var json = CommonOptions.Json("the report");
        var command = new Command("inspect", "Shows what a file, a folder or reference JSON holds, and how it would appear. Nothing is mounted.")
        {
            source, layout, missing, json,
        };
        command.Aliases.Add("info");
        references.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new ViewOptions(parsed.GetValue(layout), parsed.GetValue(missing));
            var path = UserPath.OfSource(parsed.GetValue(source));
            IReportPrinter printer = parsed.GetValue(json) ? new JsonPrinter() : new TerminalPrinter();
            var rules = references.Of(parsed);
            var silent = parsed.GetValue(json) || !Terminal.Output.IsInteractive;
            if (Directory.Exists(path))
            {
                Opening.CheckFolder(path, rules);
                printer.PrintFolder(await FolderAsync(path, options, silent, cancellation));
            }
            else
                printer.PrintSource(await FileAsync(path, options, rules, silent, cancellation));
            return ExitCode.Done;
        });
        return command.WithNotes(references.Summary).WithExamples(
            "omefs inspect data.ome.tiff", "omefs inspect --missing fill set.companion.ome", "omefs inspect --json data.ome.tiff", "omefs inspect /data/slides");
    }

    private static async Task<SourceReport> FileAsync(string path, ViewOptions options, ReferenceOptions references, bool silent, CancellationToken cancellation)
    {
        using var opened = await Opening.OpenAsync(path, options, references, cancellation);
        return await TellingAsync("counting ", silent, progress => opened.CountedReportAsync(progress, cancellation));
    }

    private static async Task<FolderReport> FolderAsync(string path, ViewOptions options, bool silent, CancellationToken cancellation)
    {
        using var images = new FolderImages(options);
        using var tree = new FolderTree(path, images, images, new FolderTreeOptions(), NullLogger.Instance);
        return await TellingAsync("opening ", silent, progress => FolderReports.OpenedAsync(path, options, tree, progress, cancellation));
    }

    /// <summary>Shows what is being done while it is done.</summary>
    private static Task<T> TellingAsync<T>(string what, bool silent, Func<Action<string>, Task<T>> work) => silent
        ? work(_ => { })
        : Terminal.Output.TellingAsync(what, work);
}
