using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Folders;
using OmeFs.Core.References;
using OmeFs.Core.Sources;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs inspect`: shows what a mount would show, how many chunks come from where, and why.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var sources = CommonOptions.Sources(references: true);
        IReadOnlyList<Setting<ViewSettings>> shown = ViewSettings.Options(), references = ViewSettings.ReferenceOptions(reading: false);
        var omeXml = new Option<bool>("--omexml") { Description = "Print only the raw OME-XML (for a TIFF, its first ImageDescription)." };
        var json = CommonOptions.Json("the report");
        var command = new Command("inspect", "Shows what files, folders or reference JSON hold, and how they would appear. Nothing is mounted.")
        {
            sources, omeXml,
        };
        command.Aliases.Add("info");
        shown.AddTo(command);
        command.Options.Add(json);
        references.AddTo(command);
        command.SetAction((parsed, outer) => Interruption.RunAsync(cancellation =>
        {
            // References that a mount would refuse are counted as refused.
            var view = shown.Concat(references).Read(parsed, new ViewSettings { References = new ReferenceOptions { IsCounted = true } });
            SourceAddress[] named = [.. parsed.GetValue(sources)!.Select(UserPath.OfSource)];
            if (parsed.GetValue(omeXml))
                return named is [var only] && !parsed.GetValue(json)
                    ? OmeXmlAsync(only, cancellation)
                    : throw new OmeFsException(FaultKind.Usage, "--omexml prints the OME-XML of one file, without --json");
            return new Run(view, parsed.GetValue(json)).OfAsync(named, cancellation);
        }, outer));
        return command.WithNotes(ViewSettings.Summary(references)).WithExamples(
            "omefs inspect data.ome.tiff", "omefs inspect --missing fill set.companion.ome", "omefs inspect --json *.ome.tiff", "omefs inspect /data/slides", "omefs inspect --omexml data.ome.tiff");
    }

    /// <summary>Writes the bytes unchanged to a file or a pipe, and escaped to a terminal.</summary>
    private static async Task<int> OmeXmlAsync(SourceAddress source, CancellationToken cancellation)
    {
        var xml = await OmeXmlText.OfAsync(source, cancellation);
        if (!Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(PrintableText.OfLines(Encoding.UTF8.GetString(xml)));
            return ExitCode.Done;
        }
        await new IndexOutput(Path: null, Force: true).WriteAsync(async stream =>
        {
            await stream.WriteAsync(xml, cancellation);
            if (xml is not [.., (byte)'\n'])
                await stream.WriteAsync("\n"u8.ToArray(), cancellation);
        }, cancellation);
        return ExitCode.Done;
    }

    /// <summary>One run over all named sources.</summary>
    private sealed class Run(ViewSettings view, bool json)
    {
        private readonly IReportPrinter _printer = json ? new JsonPrinter() : new TerminalPrinter();
        private readonly bool _silent = json || !Terminal.Output.IsInteractive;

        public async Task<int> OfAsync(SourceAddress[] named, CancellationToken cancellation)
        {
            if (named is [var only])
                return Shown(await ReportAsync(only, cancellation));
            var reports = new List<SourceReport>();
            foreach (var source in named)
            {
                reports.Add(await TriedAsync(source, cancellation));
                _printer.PrintSourceAmong(reports[^1]);
            }
            return Shown(SourceReport.Of(reports));
        }

        /// <summary>Each source that cannot be shown makes the run a failure, also in a folder or among several.</summary>
        private int Shown(SourceReport report)
        {
            _printer.PrintSource(report);
            if (report.Faults == 0)
                return ExitCode.Done;
            var all = report.Kind == ReportKind.Several ? report.Sources.Sum(source => Math.Max(1, source.Images.Count)) : report.Images.Count;
            ErrorOutput.Write($"{report.Faults} of {all} {(all == 1 ? "image" : "images")} cannot be shown");
            return ExitCode.Failed;
        }

        private async Task<SourceReport> TriedAsync(SourceAddress source, CancellationToken cancellation)
        {
            try
            {
                return await ReportAsync(source, cancellation);
            }
            catch (OmeFsException fault) when (fault.Kind != FaultKind.Usage)
            {
                return SourceReport.Failed(source.Text, Failures.Details(fault));
            }
        }

        private async Task<SourceReport> ReportAsync(SourceAddress source, CancellationToken cancellation)
        {
            if (await MountableOpener.FolderAtAsync(source, cancellation) is not { } folder)
            {
                using var opened = await MountableOpener.OpenAsync(source, view, cancellation);
                return await WithStatusAsync("counting ", progress => opened.CountedReportAsync(progress, cancellation));
            }
            MountableOpener.CheckFolder(folder, view.References);
            using var images = new FolderImages(view, folder);
            using var tree = new FolderTree(folder, images, images, new FolderTreeOptions { AllowedFolders = view.AllowedFolders }, NullLogger.Instance);
            return await WithStatusAsync("opening ", progress => FolderReports.OpenedAsync(folder, view, tree, progress, cancellation));
        }

        /// <summary>Shows a status line while work goes on.</summary>
        private Task<T> WithStatusAsync<T>(string what, Func<Action<string>, Task<T>> work) => _silent
            ? work(_ => { })
            : Terminal.Output.WithStatusAsync(what, work);
    }
}
