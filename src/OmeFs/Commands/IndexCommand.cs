using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Indexing;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>`omefs index`: writes where chunks are stored as a reference document, or where IFDs are stored as `.offsets.json`.</summary>
internal static class IndexCommand
{
    private const string OffsetsExtension = ".offsets.json";

    public static Command Create()
    {
        var source = CommonOptions.Source(whole: false);
        var output = new Option<string>("--output", "-o") { Description = "The JSON file to write; - for standard output (messages go to standard error).", HelpName = "OUT", Required = true };
        var codecs = Choice.Option<ReferenceCodecs>(
            "--codecs", "strict (default): only levels that every Zarr client reads; imagecodecs: also levels that Python with the package imagecodecs reads.");
        var offsets = new Option<bool>("--offsets") { Description = $"Write the offsets of a TIFF's IFDs, as Viv reads them. The default if OUT ends with {OffsetsExtension}." };
        var url = new Option<string?>("--url")
        {
            Description = "The file's URL, for the document; if it ends with '/', file names are appended. Default: the file's path, "
            + "relative to OUT if it is below OUT's folder.",
            HelpName = "URL"
        };
        var force = new Option<bool>("--force") { Description = "Replace OUT if it is a JSON file; with -o -, write even to a terminal." };
        IReadOnlyList<Setting<ViewSettings>> shown = [.. ViewSettings.Options(), ViewSettings.LinkOption()];
        var json = CommonOptions.Json("what was written");
        var command = new Command("index", "Writes reference JSON for fsspec, kerchunk and 'omefs mount': where each chunk is in the file. Levels that have to be decoded are left out and reported.")
        {
            source, output, codecs, offsets, url, force,
        };
        shown.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, outer) => Interruption.RunAsync(async cancellation =>
        {
            var (named, to) = (UserPath.OfSource(parsed.GetValue(source)), IndexOutput.Of(parsed.GetValue(output), parsed.GetValue(force)));
            var silent = parsed.GetValue(json);
            if (silent && to.Path is null)
                throw new OmeFsException(FaultKind.Usage, "--json and -o - would both write to standard output; name a file for one of them");
            await to.CheckAsync(cancellation);
            IndexReport report;
            if (parsed.GetValue(offsets) || to.Name.EndsWith(OffsetsExtension, StringComparison.Ordinal))
            {
                foreach (var option in (Option[])[codecs, url, .. shown.Select(one => one.Option)])
                    if (parsed.GetResult(option) is { Implicit: false })
                        throw new OmeFsException(FaultKind.Usage, $"{option.Name} has no meaning for IFD offsets; omit it, or write reference JSON");
                report = await OffsetsAsync(named, to, cancellation);
            }
            else
            {
                var view = shown.Read(parsed, new ViewSettings());
                report = await ReferencesAsync(named, view, parsed.GetValue(codecs), to, parsed.GetValue(url), silent, cancellation);
            }
            (silent ? (IReportPrinter)new JsonPrinter() : new TerminalPrinter(to.MessageTerminal)).PrintIndexed(report);
            return ExitCode.Done;
        }, outer));
        return command.WithExamples(
            "omefs index data.ome.tiff -o data.json",
            "omefs index slide.svs -o slide.json --codecs imagecodecs",
            "omefs index data.ome.tiff -o data.json --url https://example.org/data.ome.tiff",
            "omefs index set.companion.ome -o set.json --url s3://bucket/images/",
            "omefs index data.ome.tiff -o - --url s3://bucket/data.ome.tiff",
            "omefs index data.ome.tiff -o data.offsets.json");
    }

    private static async Task<IndexReport> OffsetsAsync(SourceAddress named, IndexOutput output, CancellationToken cancellation)
    {
        using var source = await KnownSource.OpenAsync(named, SourceOpeners.ForNamed, cancellation);
        source.MustNotBeForeign();
        var file = await TiffFile.OpenAsync(source.Bytes, cancellation);
        var bytes = await output.WriteAsync(stream => IfdOffsets.WriteAsync(file, stream, cancellation), cancellation);
        return new IndexReport(named.Text, output.Name, bytes) { Offsets = file.Ifds.Count };
    }

    private static async Task<IndexReport> ReferencesAsync(
        SourceAddress named, ViewSettings view, ReferenceCodecs codecs, IndexOutput output, string? url, bool silent, CancellationToken cancellation)
    {
        using var opened = await ImageSource.OpenAsync(named, view, cancellation);
        return await ProgressBar.RunAsync(output.MessageTerminal, "looking", silent, async progress =>
        {
            void Report(IndexProgress at) => progress(at.What, at.Done, at.Total);
            var plan = await IndexPlan.OfAsync(opened.View, codecs, Report, cancellation);
            var names = new SourceUrls(Path.GetDirectoryName(output.Path), named.Folder, url);
            var urls = names.Of(plan.Sources);
            var bytes = await output.WriteAsync(stream => ReferenceExport.WriteAsync(plan, urls, stream, Report, cancellation), cancellation);
            return new IndexReport(named.Text, output.Name, bytes)
            {
                References = new IndexedReferences(
                    urls,
                    plan.Ranges,
                    plan.Copied,
                    plan.CopiedBytes,
                    plan.Missing,
                    plan.NonStandardCodecIds,
                    [.. plan.LeftOut.Select(one => new LeftOutReport(one.Path, one.Why))],
                    [.. Notices(plan, names)]),
            };
        });
    }

    private static IEnumerable<string> Notices(IndexPlan plan, SourceUrls names)
    {
        if (plan.View.Images.Any(image => image.Levels[0].IsInterleaved))
            yield return "samples stay behind x as the file has them, in arrays of the axes t, c, z, y, x, s: such images are not OME-Zarr";
        if (names.Url is not null || names.DocumentFolder is null || plan.Sources.Count == 0)
            yield break;
        if (plan.Sources.Any(source => names.IsOutside(source.Name)))
            yield return $"the document is outside of its files' folder: mounting it needs --allow-source {names.SourceFolder}";
        else
            yield return "its paths are relative to the document's folder; fsspec takes them from the folder that it runs in: run it there, or change the paths under \"templates\"";
    }
}
