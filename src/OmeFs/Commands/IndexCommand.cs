using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Indexing;
using OmeFs.Core.Sources;
using OmeFs.Core.Tiff;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>`omefs index`: writes where chunks lie as a reference document, or where IFDs lie as `.offsets.json`.</summary>
internal static class IndexCommand
{
    private const string OffsetsExtension = ".offsets.json";

    public static Command Create()
    {
        var source = CommonOptions.Source(whole: false);
        var output = new Option<string>("--output", "-o") { Description = "The JSON file to write; - for standard output, with what is to be told on standard error.", HelpName = "OUT", Required = true };
        var codecs = new Option<ReferenceCodecs>("--codecs")
        {
            Description = "strict: only levels that every Zarr client reads; imagecodecs: the others too, where Python's clients that have the package imagecodecs read them, as tifffile writes them.",
            DefaultValueFactory = _ => ReferenceCodecs.Strict,
            HelpName = "strict|imagecodecs",
        };
        var offsets = new Option<bool>("--offsets") { Description = $"Write the offsets of a TIFF's IFDs, as Viv's loaders read them; so does an OUT that ends with {OffsetsExtension}." };
        var url = new Option<string?>("--url") { Description = "What the document is to call the file: its URL; or one that ends with '/', which file names are added to. Otherwise a path, relative to OUT where it lies in OUT's folder or below.", HelpName = "URL" };
        var force = new Option<bool>("--force") { Description = "Replace OUT where it is a JSON file; with -o -, write to a terminal." };
        var layout = CommonOptions.Layout();
        var missing = CommonOptions.Missing();
        var json = CommonOptions.Json("what was written");
        var command = new Command("index", "Writes where each chunk lies as reference JSON, for fsspec, kerchunk and `omefs mount`. Levels whose pixels have to be decoded are left out, and it says why.")
        {
            source, output, codecs, offsets, url, force, layout, missing, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (path, to) = (CommonOptions.FullPath(parsed.GetValue(source), "SOURCE"), IndexOutput.Of(parsed.GetValue(output), parsed.GetValue(force)));
            var silent = parsed.GetValue(json);
            if (silent && to.Path is null)
                throw new OmeFsException(FaultKind.Usage, "--json and -o - would both write to standard output; name a file for one of them");
            using var interruption = new Interruption(cancellation);
            await to.CheckAsync(interruption.Token);
            IndexReport report;
            if (parsed.GetValue(offsets) || to.Name.EndsWith(OffsetsExtension, StringComparison.Ordinal))
            {
                foreach (var option in (Option[])[codecs, url, layout, missing])
                    if (parsed.GetResult(option) is { Implicit: false })
                        throw new OmeFsException(FaultKind.Usage, $"{option.Name} has no meaning for IFD offsets; leave it away, or write reference JSON");
                report = await OffsetsAsync(path, to, interruption.Token);
            }
            else
            {
                var view = new ViewOptions(parsed.GetValue(layout), parsed.GetValue(missing));
                report = await ReferencesAsync(path, view, parsed.GetValue(codecs), to, parsed.GetValue(url), silent, interruption.Token);
            }
            (silent ? (IReportPrinter)new JsonPrinter() : new TerminalPrinter(to.Told)).PrintIndexed(report);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "omefs index data.ome.tiff -o data.json",
            "omefs index slide.svs -o slide.json --codecs imagecodecs",
            "omefs index data.ome.tiff -o data.json --url https://example.org/images/data.ome.tiff",
            "omefs index set.companion.ome -o set.json --url s3://bucket/images/",
            "omefs index data.ome.tiff -o - --url s3://bucket/data.ome.tiff",
            "omefs index data.ome.tiff -o data.offsets.json");
    }

    private static async Task<IndexReport> OffsetsAsync(string path, IndexOutput output, CancellationToken cancellation)
    {
        using var source = FileSource.Open(path);
        var file = await TiffFile.OpenAsync(source, cancellation);
        var bytes = await output.WriteAsync(stream => IfdOffsets.WriteAsync(file, stream, cancellation), cancellation);
        return new IndexReport(path, output.Name, bytes) { Offsets = file.Ifds.Count };
    }

    private static async Task<IndexReport> ReferencesAsync(
        string path, ViewOptions view, ReferenceCodecs codecs, IndexOutput output, string? url, bool silent, CancellationToken cancellation)
    {
        using var opened = await OpenedSource.OpenAsync(path, view, cancellation);
        return await ProgressBar.RunAsync(output.Told, "looking", silent, async progress =>
        {
            void Tell(IndexProgress at) => progress(at.What, at.Done, at.Total);
            var plan = await IndexPlan.OfAsync(opened.View, codecs, Tell, cancellation);
            var names = new SourceUrls(Path.GetDirectoryName(output.Path), Path.GetDirectoryName(path)!, url);
            var urls = names.Of(plan.Sources);
            var bytes = await output.WriteAsync(stream => ReferenceExport.WriteAsync(plan, urls, stream, Tell, cancellation), cancellation);
            return new IndexReport(path, output.Name, bytes)
            {
                References = new IndexedReferences(
                    urls,
                    plan.Ranges,
                    plan.Copied,
                    plan.CopiedBytes,
                    plan.Missing,
                    plan.Codecs,
                    [.. plan.LeftOut.Select(one => new LeftOutReport(one.Path, one.Why))],
                    [.. Notices(plan, names)]),
            };
        });
    }

    private static IEnumerable<string> Notices(IndexPlan plan, SourceUrls names)
    {
        if (plan.View.Images.Any(image => image.Levels[0].Interleaved > 1))
            yield return "samples stay behind x as the file has them, in arrays of the axes t, c, z, y, x, s: these images are no OME-Zarr";
        if (names.Url is not null || names.DocumentFolder is null || plan.Sources.Count == 0)
            yield break;
        if (plan.Sources.Any(source => names.IsOutside(source.Name)))
            yield return $"the document lies outside of its files' folder: mounting it takes --allow-source {names.SourceFolder}";
        else
            yield return "its paths are relative to the document's folder; fsspec takes them from the folder that it runs in: run it there, or change the paths under \"templates\"";
    }
}
