using System.Text.Json;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Indexing;
using OmeFs.Core.Sources;
using OmeFs.Settings;
using OmeFs.Testing;

namespace OmeFs.Tests.Composition;

/// <summary>
/// References for clients with imagecodecs, of every fixture: their arrays and ranges are those that tifffile writes, and zarr-python reads the
/// samples that went in, for every codec that has a stand-in (tests/OmeFs.Clients.Tests/python/client_codecs.py).
/// </summary>
public sealed class EncodedFixturesTests
{
    private const int LeastIndexed = 300, LeastLikeTifffile = 150, LeastRead = 120;

    private static string Script => Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/python/compare_codecs.py");

    [Fact]
    public async Task Arrays_and_ranges_are_tifffiles_and_samples_those_that_went_in()
    {
        var (indexed, types) = (0, Types());
        var (tifffile, samples) = (new List<object>(), new List<object>());
        foreach (var source in IndexFixturesTests.Sources.Where(source => source.EndsWith(".tif", StringComparison.Ordinal)))
        {
            if (await WrittenAsync(source) is not { } document)
                continue;
            indexed++;
            tifffile.Add(new { document, tiff = source });
            if (types.TryGetValue(Path.GetFileNameWithoutExtension(source), out var type))
                samples.Add(new { document, raw = Path.ChangeExtension(source, "raw"), type });
        }
        Assert.InRange(indexed, LeastIndexed, int.MaxValue);
        Assert.InRange(Compared(tifffile), LeastLikeTifffile, int.MaxValue);
        Assert.InRange(Compared(samples), LeastRead, int.MaxValue);
    }

    [Fact]
    public async Task Files_that_differ_are_no_array_and_each_reason_is_told()
    {
        var source = Path.Combine(Repository.Fixtures, "sets/mixed/part 0.ome.tif");
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(source), new ViewSettings(), CancellationToken.None);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => IndexPlan.OfAsync(opened.View, ReferenceCodecs.ImageCodecs, _ => { }));
        foreach (var reason in (string[])["stored in different ways", "differ in byte order", "compressed in different ways"])
            Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The document, or null where nothing of the source can be written even so; then each reason is one that is known.</summary>
    private static async Task<string?> WrittenAsync(string source)
    {
        using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(source), new ViewSettings(), CancellationToken.None);
        var document = Path.Combine(Repository.Scratch, $"encoded-{Path.GetFileName(source)}.json");
        try
        {
            var plan = await IndexPlan.OfAsync(opened.View, ReferenceCodecs.ImageCodecs, _ => { });
            var urls = new SourceUrls(null, Path.GetDirectoryName(source)!, Url: null);
            await OutputFile.WriteAsync(
                document, force: true, stream => ReferenceExport.WriteAsync(plan, urls.Of(plan.Sources), stream, _ => { }), CancellationToken.None);
            return document;
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Unsupported)
        {
            Assert.True(KnownReasons.Any(reason => fault.Message.Contains(reason, StringComparison.Ordinal)), fault.Message);
            return null;
        }
    }

    private static readonly string[] KnownReasons =
    [
        "has no codec that Python's clients have", "FillOrder 2", "bits are unpacked", "cannot be filled up", "YCbCr becomes RGB", "complex integers", "are taken apart",
        "stored in different ways",
    ];

    /// <summary>Of the matrix: numpy's name for the samples in NAME.raw.</summary>
    private static Dictionary<string, string> Types() => File.ReadLines(Path.Combine(Repository.Fixtures, "matrix/matrix.tsv"))
        .Select(line => line.Split('\t')).ToDictionary(words => words[0], words => words[1]);

    /// <summary>How many levels were compared, all without a difference.</summary>
    private static int Compared(List<object> requests)
    {
        var asked = Path.Combine(Repository.Scratch, "encoded-requests");
        File.WriteAllLines(asked, requests.Select(request => JsonSerializer.Serialize(request)));
        var ran = Testing.Commands.Run(["/bin/sh", "-c", "exec \"$0\" -B -W ignore \"$1\" < \"$2\"", Repository.Python, Script, asked], seconds: 120);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var answers = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(requests.Count, answers.Count);
        var differences = requests.Zip(answers).Select(pair => (pair.First, All: string.Join("; ", pair.Second.GetProperty("differences").EnumerateArray())))
            .Where(pair => pair.All.Length > 0).Select(pair => $"{pair.First}: {pair.All}");
        Assert.True(!differences.Any(), string.Join('\n', differences));
        return answers.Sum(answer => answer.GetProperty("levels").GetInt32());
    }
}
