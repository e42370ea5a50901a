using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Verification;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>`omefs verify`: reads every chunk as a mount would show it, and holds it against libtiff's own reading of the file.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var source = CommonOptions.Source(whole: false);
        var sample = new Option<double>("--sample") { Description = "Read only this share of each level's chunks, at least one a level.", HelpName = "N%", DefaultValueFactory = _ => 100, CustomParser = Percent };
        var seed = Choice.Number("--seed", "Which chunks a sample takes; the same number takes the same chunks.");
        var sha256 = new Option<bool>("--sha256") { Description = "Print a SHA-256 of each image's pixels, to compare with a mount or a copy (docs/SEMANTICS.md, \"Verifying\")." };
        var noLibTiff = new Option<bool>("--no-libtiff") { Description = "Read and decode only; do not compare with libtiff." };
        var layout = CommonOptions.Layout();
        var missing = CommonOptions.Missing();
        var json = CommonOptions.Json("the report");
        var command = new Command("verify", "Reads every chunk, compares the pixels with libtiff's own reading, and reports. Ends with 3 if a chunk differs or cannot be read.")
        {
            source, sample, seed, sha256, noLibTiff, layout, missing, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new VerifyOptions { SamplePercent = parsed.GetValue(sample), Seed = parsed.GetValue(seed), Digest = parsed.GetValue(sha256) };
            if (options is { Digest: true, SamplePercent: < 100 })
                throw new OmeFsException(FaultKind.Usage, "--sha256 needs every pixel; omit --sample");
            var view = new ViewOptions(parsed.GetValue(layout), parsed.GetValue(missing));
            return RunAsync(UserPath.OfSource(parsed.GetValue(source)), view, options, !parsed.GetValue(noLibTiff), parsed.GetValue(json), cancellation);
        });
        return command.WithExamples("omefs verify data.ome.tiff", "omefs verify --sample 5% data.ome.tiff", "omefs verify --sha256 --json data.ome.tiff");
    }

    private static async Task<int> RunAsync(
        string source, ViewOptions view, VerifyOptions options, bool libTiff, bool json, CancellationToken cancelled)
    {
        using var interruption = new Interruption(cancelled);
        var cancellation = interruption.Token;
        using var opened = await OpenedSource.OpenAsync(source, view, cancellation);
        var absence = "--no-libtiff";
        using var opinion = libTiff ? LibTiffOpinion.TryOpen(opened.View, out absence) : null;
        var verifier = new Verifier(opened.View, opinion, options);
        var verdicts = await ProgressBar.RunAsync(
            Terminal.Output,
            "reading", silent: json, progress => verifier.RunAsync(at => progress(at.Level, at.Done, at.Total), cancellation));
        var report = VerifyReports.Of(opened.View, options, opinion?.Name, absence, verdicts);
        (json ? (IReportPrinter)new JsonPrinter() : new TerminalPrinter()).PrintVerified(report);
        return report.Sound ? ExitCode.Done : ExitCode.NotSound;
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
}
