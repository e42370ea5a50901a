using System.Text.Json;
using OmeFs.Core.References;
using OmeFs.Core.References.Survey;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Shared;

/// <summary>Trees of Zarr 3 that ngio, zarrita and others wrote, as documents that refer to their files: what is counted is what lies on disk.</summary>
public sealed class SharedZarrTests : IDisposable
{
    private readonly string _document = Path.GetTempFileName();

    /// <summary>Folders with a zarr.json whose own folder has none.</summary>
    public static TheoryData<string> Roots => [.. Directory.Exists(Repository.SharedCorpus) ? Found() : ["(no shared corpus)"]];

    public void Dispose() => File.Delete(_document);

    [SkippableTheory]
    [MemberData(nameof(Roots))]
    public void Chunks_that_are_counted_are_the_files_on_disk(string root)
    {
        Repository.SkipWithoutCorpus();
        var folder = Path.Combine(Repository.SharedCorpus, root);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        var survey = Survey(folder, files);
        var nodes = files.Where(IsNode).ToDictionary(file => Relative(folder, Path.GetDirectoryName(file)!), file => JsonDocument.Parse(File.ReadAllText(file)).RootElement);
        Assert.Equal(nodes.Where(node => Type(node.Value) == "array").Select(node => node.Key).Order(StringComparer.Ordinal), survey.Arrays.Select(array => array.Path));
        Assert.Equal(nodes.Where(node => IsImage(node.Value)).Select(node => node.Key).Order(StringComparer.Ordinal), survey.Images);
        foreach (var array in survey.Arrays)
        {
            Assert.Equal(Chunks(Path.Join(folder, array.Path)), array.Virtual);
            Assert.Equal((0, Expected(nodes[array.Path])), (array.Inline, array.Virtual + array.Missing));
        }
    }

    [SkippableFact]
    public void There_are_arrays_shards_and_images_among_them()
    {
        Repository.SkipWithoutCorpus();
        var surveys = Found().Select(root => Path.Combine(Repository.SharedCorpus, root)).Select(folder => Survey(folder, Directory.GetFiles(folder, "*", SearchOption.AllDirectories))).ToList();
        var arrays = surveys.SelectMany(survey => survey.Arrays).ToList();
        Assert.InRange(arrays.Count, 70, 200);
        Assert.InRange(arrays.Sum(array => array.Virtual), 100, 10_000);
        Assert.Contains(arrays, array => array.Compressor!.Contains("sharding_indexed", StringComparison.Ordinal));
        Assert.InRange(surveys.Sum(survey => survey.Images.Count), 15, 100);
    }

    private static IEnumerable<string> Found() => Directory.EnumerateFiles(Repository.SharedCorpus, "zarr.json", SearchOption.AllDirectories)
        .Select(file => Path.GetDirectoryName(file)!)
        .Where(folder => !File.Exists(Path.Combine(folder, "../zarr.json")))
        .Select(folder => Relative(Repository.SharedCorpus, folder))
        .Order(StringComparer.Ordinal);

    /// <summary>Metadata inline and chunks by their paths, as a writer of references would have it.</summary>
    private ReferenceSurvey Survey(string folder, string[] files)
    {
        File.WriteAllText(_document, JsonSerializer.Serialize(files.ToDictionary(
            file => Relative(folder, file), file => IsNode(file) ? (object)File.ReadAllText(file) : new object[] { file, 0, new FileInfo(file).Length })));
        using var source = FileSource.Open(_document);
        using var view = ReferenceView.Open(source, ReferencePacking.Plain, new ReferenceOptions { AllowedSources = [folder] }, AddressOpener.Nothing);
        return ReferenceSurvey.Of(view);
    }

    private static bool IsNode(string file) => Path.GetFileName(file) == "zarr.json";

    private static string? Type(JsonElement node) => node.GetProperty("node_type").GetString();

    private static bool IsImage(JsonElement node) => Type(node) == "group" && node.TryGetProperty("attributes", out var attributes)
        && attributes.TryGetProperty("ome", out var ome) && ome.TryGetProperty("multiscales", out _);

    /// <summary>All that lies below an array is its chunks, but for documents, also those of Zarr 2 beside them.</summary>
    private static long Chunks(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Count(file => !IsNode(file) && Path.GetFileName(file)[0] != '.');

    private static long Expected(JsonElement array) => array.GetProperty("shape").EnumerateArray()
        .Zip(array.GetProperty("chunk_grid").GetProperty("configuration").GetProperty("chunk_shape").EnumerateArray())
        .Aggregate(1L, (all, axis) => all * (long)Math.Ceiling(axis.First.GetDouble() / axis.Second.GetDouble()));

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path) is var relative && relative == "." ? "" : relative;
}
