using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Arrays;
using OmeFs.Core.Indexing;
using OmeFs.Core.References;
using OmeFs.Core.Sources;
using OmeFs.Settings;
using OmeFs.Testing;

namespace OmeFs.Tests.Composition;

/// <summary>Round trip: the tree of the references that are written of a source is the source's own tree, file by file.</summary>
public sealed class IndexFixturesTests
{
    private const int LeastIndexed = 20;

    public static IEnumerable<string> Sources =>
        Repository.FixtureNames("good").Select(Repository.Fixture)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Fixtures, "matrix"), "*.tif"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Repository.Fixtures, "sets")).Select(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).First()));

    [Fact]
    public async Task References_of_a_source_show_what_the_source_shows()
    {
        var (indexed, whole) = (0, 0);
        foreach (var source in Sources)
        {
            using var opened = await ImageSource.OpenAsync(SourceAddress.OfPath(source), new ViewSettings(), CancellationToken.None);
            if (!opened.View.Images.Any(image => CanBeIndexed(image.Levels[0])))
            {
                var refused = await Assert.ThrowsAsync<OmeFsException>(() => IndexPlan.OfAsync(opened.View, ReferenceCodecs.Strict, _ => { }));
                Assert.Equal(FaultKind.Unsupported, refused.Kind);
                Assert.Contains("omefs mount", refused.Message, StringComparison.Ordinal);
                continue;
            }
            var plan = await IndexPlan.OfAsync(opened.View, ReferenceCodecs.Strict, _ => { });
            whole += plan.LeftOut.Count == 0 ? 1 : 0;
            await AssertSameAsync(source, plan);
            indexed++;
        }
        Assert.InRange(indexed, LeastIndexed, int.MaxValue);
        Assert.InRange(whole, LeastIndexed / 2, indexed);
    }

    private static bool CanBeIndexed(VirtualArray array) => array.Chunks is IStoredPlaces;

    private static async Task AssertSameAsync(string source, IndexPlan plan)
    {
        var document = Path.Combine(Repository.Scratch, "index.json");
        var urls = new SourceUrls(Repository.Scratch, Path.GetDirectoryName(source)!, Url: null);
        await OutputFile.WriteAsync(
            document, force: true, stream => ReferenceExport.WriteAsync(plan, urls.Of(plan.Sources), stream, _ => { }), CancellationToken.None);
        using var references = await MountableOpener.OpenAsync(
            SourceAddress.OfPath(document),
            new ViewSettings { References = new ReferenceOptions { AllowedSources = [Path.GetDirectoryName(source)!], Strict = true } },
            CancellationToken.None);
        var (expected, shown) = (await TreeFiles.ReadAsync(plan.View.Tree), await TreeFiles.ReadAsync(references.Tree));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, bytes) in expected)
            Assert.True(bytes.AsSpan().SequenceEqual(shown[path]), $"{source}: {path} differs");
        var chunks = expected.Keys.Count(path => char.IsAsciiDigit(path[^1]));
        Assert.Equal(chunks, plan.Ranges + plan.Copied);
    }
}
