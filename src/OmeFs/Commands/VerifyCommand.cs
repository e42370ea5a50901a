using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Folders;
using OmeFs.Core.References;
using OmeFs.Core.Sources;
using OmeFs.Core.Verification;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs verify`: reads every chunk as a mount would show it, and compares it with libtiff's own reading of the file.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var sources = CommonOptions.Sources(references: false);
        var sample = new Option<double>("--sample")
        {
            Description = "Read only this share of each level's chunks, at least one a level.",
            HelpName = "N%",
            DefaultValueFactory = _ => 100,
            CustomParser = Percent
        };
        var seed = Choice.Number("--seed", "Which chunks a sample takes; the same number takes the same chunks.");
        var sha256 = new Option<bool>("--sha256") { Description = "Print a SHA-256 of each image's pixels, to compare with a mount or a copy (share/doc/omefs/docs/SEMANTICS.md, \"Verifying\")." };
        var noLibTiff = new Option<bool>("--no-libtiff") { Description = "Read and decode only; do not compare with libtiff." };
        IReadOnlyList<Setting<ViewSettings>> shown = [.. ViewSettings.Options(), ViewSettings.LinkOption()];
        var json = CommonOptions.Json("the report");
        var command = new Command("verify", "Reads every chunk, compares the pixels with libtiff's own reading, and reports. Exit code 3: a chunk differs or cannot be read.")
        {
            sources, sample, seed, sha256, noLibTiff,
        };
        shown.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, outer) => Interruption.RunAsync(cancellation =>
        {
            var options = new VerifyOptions { SamplePercent = parsed.GetValue(sample), Seed = parsed.GetValue(seed), Digest = parsed.GetValue(sha256) };
            if (options is { Digest: true, SamplePercent: < 100 })
                throw new OmeFsException(FaultKind.Usage, "--sha256 needs every pixel; omit --sample");
            var view = shown.Read(parsed, new ViewSettings());
            SourceAddress[] named = [.. parsed.GetValue(sources)!.Select(UserPath.OfSource)];
            return new Run(view, options, !parsed.GetValue(noLibTiff), parsed.GetValue(json)).OfAsync(named, cancellation);
        }, outer));
        return command.WithExamples("omefs verify data.ome.tiff", "omefs verify --sample 5% /data/slides", "omefs verify --sha256 --json *.ome.tiff");
    }

    /// <summary>"5%" or "5".</summary>
    private static double Percent(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var number = text.EndsWith('%') ? text[..^1] : text;
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100)
            return percent;
        result.AddError($"--sample {text}: a percentage above 0 and up to 100 expected, such as 5%");
        return 0;
    }

    /// <summary>One run over all named sources.</summary>
    private sealed class Run(ViewSettings view, VerifyOptions options, bool libTiff, bool json)
    {
        private readonly IReportPrinter _printer = json ? new JsonPrinter() : new TerminalPrinter();

        public async Task<int> OfAsync(SourceAddress[] named, CancellationToken cancellation)
        {
            if (named is [var only] && await MountableOpener.FolderAtAsync(only, cancellation) is null)
                return Shown(await FileAsync(only, cancellation));
            var reports = new List<VerifyReport>();
            await foreach (var (source, fault) in FilesAsync(named, cancellation))
            {
                reports.Add(fault is null ? await TriedAsync(source, cancellation) : VerifyReports.Failed(source.Text, options, Failures.Details(fault)));
                _printer.PrintVerifiedAmong(reports[^1]);
            }
            return Shown(VerifyReports.Of(options, reports));
        }

        private int Shown(VerifyReport report)
        {
            _printer.PrintVerified(report);
            if (report.Totals is { NotOpened: > 0 } totals)
                ErrorOutput.Write($"{totals.NotOpened} of {totals.Sources} files could not be opened");
            return report.Totals is { NotSound: 0, NotOpened: > 0 } ? ExitCode.Failed : report.Sound ? ExitCode.Done : ExitCode.VerificationFailed;
        }

        /// <summary>The named files, and the images of the named folders.</summary>
        private async IAsyncEnumerable<(SourceAddress Source, OmeFsException? Fault)> FilesAsync(SourceAddress[] named, [EnumeratorCancellation] CancellationToken cancellation)
        {
            foreach (var source in named)
            {
                if (await MountableOpener.FolderAtAsync(source, cancellation) is not { } folder)
                {
                    yield return (source, null);
                    continue;
                }
                MountableOpener.CheckFolder(folder, new ReferenceOptions());
                using var images = new FolderImages(view, folder);
                using var tree = new FolderTree(folder, images, images, new FolderTreeOptions { AllowedFolders = view.AllowedFolders }, NullLogger.Instance);
                await foreach (var image in tree.ImagesAsync(cancellation))
                    yield return (SourceAddress.OfPath(image.Path), image.Fault);
            }
        }

        private async Task<VerifyReport> TriedAsync(SourceAddress source, CancellationToken cancellation)
        {
            try
            {
                return await FileAsync(source, cancellation);
            }
            catch (OmeFsException fault)
            {
                return VerifyReports.Failed(source.Text, options, Failures.Details(fault));
            }
        }

        private async Task<VerifyReport> FileAsync(SourceAddress source, CancellationToken cancellation)
        {
            using var opened = await ImageSource.OpenAsync(source, view, cancellation);
            var absence = "--no-libtiff";
            using var opinion = libTiff ? LibTiffOracle.TryOpen(opened.View, out absence) : null;
            var verifier = new Verifier(opened.View, opinion, options);
            var verdicts = await ProgressBar.RunAsync(
                Terminal.Output, "reading", silent: json, progress => verifier.RunAsync(at => progress($"{source.FileName} {at.Level}", at.Done, at.Total), cancellation));
            return VerifyReports.Of(opened.View, options, opinion?.Name, absence, verdicts);
        }
    }
}
