using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Reports;
using Spectre.Console;

namespace OmeFs.Commands;

/// <summary>`omefs inspect`: what a mount would show, and how many chunks come from where, and why.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var source = CommonOptions.Source();
        var layout = CommonOptions.Layout();
        var missing = CommonOptions.Missing();
        var json = CommonOptions.Json("the report");
        var command = new Command("inspect", "Tells what a TIFF or OME-XML file holds and how it would be shown; mounts nothing.") { source, layout, missing, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = CommonOptions.FullPath(parsed.GetValue(source), "SOURCE");
            using var opened = await OpenedSource.OpenAsync(path, parsed.GetValue(layout), parsed.GetValue(missing), cancellation);
            if (parsed.GetValue(json))
                new JsonPrinter().PrintSource(await SourceReports.CountedAsync(opened, _ => { }, cancellation));
            else
                new TerminalPrinter().PrintSource(await CountAsync(opened, cancellation));
            return ExitCode.Done;
        });
        return command.WithExamples("omefs inspect data.ome.tiff", "omefs inspect --missing fill set.companion.ome", "omefs inspect --json data.ome.tiff");
    }

    private static Task<SourceReport> CountAsync(OpenedSource opened, CancellationToken cancellation) =>
        Terminal.Console.Profile.Capabilities.Interactive
            ? Terminal.Console.Status().StartAsync("reading segment tables", status => SourceReports.CountedAsync(
                opened, level => status.Status($"reading segment tables of {Markup.Escape(level)}"), cancellation))
            : SourceReports.CountedAsync(opened, _ => { }, cancellation);
}
