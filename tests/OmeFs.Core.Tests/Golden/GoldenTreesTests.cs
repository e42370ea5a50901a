using OmeFs.Core.Codecs.Native;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Golden;

/// <summary>
/// Whatever changes inside, every fixture shows the tree it showed before: all paths and sizes, the bytes of documents and chunks, notices,
/// faults, and the reference documents of it. Golden/README.md says how to see a difference, and how to record a new one.
/// </summary>
[CollectionDefinition(nameof(GoldenTreesTests), DisableParallelization = true)]
[Collection(nameof(GoldenTreesTests))]
public sealed class GoldenTreesTests(ITestOutputHelper output)
{
    /// <summary>A folder that gets each tree as a text of its own, for diff -r.</summary>
    private const string TextsVariable = "OMEFS_GOLDEN_TEXTS";

    /// <summary>Whether the recorded trees are written anew, if this is "1".</summary>
    private const string RenewVariable = "OMEFS_GOLDEN_RENEW";

    private static string RecordPath => Path.Combine(Repository.Root, "tests/OmeFs.Core.Tests/Golden/trees.txt");

    [SkippableFact]
    public async Task Every_fixture_shows_the_tree_it_showed_before()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var trees = await ReadAsync();
        if (Environment.GetEnvironmentVariable(RenewVariable) == "1")
            await File.WriteAllLinesAsync(RecordPath, [NativeCodecs.Libraries, .. trees.Select(tree => tree.ToString())]);
        var record = await File.ReadAllLinesAsync(RecordPath);
        var recorded = record.Skip(1).Select(GoldenTree.Parse).ToDictionary(tree => tree.Name);
        var comparable = trees.Where(tree => recorded.TryGetValue(tree.Name, out var before) && before.Input == tree.Input).ToList();
        output.WriteLine($"{comparable.Count} of {recorded.Count} recorded inputs have the bytes they had; {NativeCodecs.Libraries}, recorded with {record[0]}");
        var differing = comparable.Where(tree => recorded[tree.Name].Text != tree.Text).Select(tree => tree.Name).ToList();
        // Other libraries say other things about broken segments, and may round lossy ones otherwise.
        Skip.If(differing.Count > 0 && NativeCodecs.Libraries != record[0], $"{differing.Count} trees differ, but the codec libraries are others than those recorded: {record[0]}");
        Assert.True(differing.Count == 0, $"{differing.Count} trees differ; see Golden/README.md\n{string.Join('\n', differing)}");
        Assert.Equal([], trees.Select(tree => tree.Name).Except(recorded.Keys));
        Assert.Equal([], recorded.Keys.Except(trees.Select(tree => tree.Name)));
        // Tools of another version write other inputs, but not all: most are written by the tests' own code.
        Assert.InRange(comparable.Count, recorded.Count / 4, recorded.Count);
    }

    private static async Task<IReadOnlyList<GoldenTree>> ReadAsync()
    {
        var texts = Environment.GetEnvironmentVariable(TextsVariable);
        var trees = new GoldenTree[GoldenInput.All.Count];
        await Parallel.ForAsync(0, trees.Length, async (number, _) =>
        {
            var input = GoldenInput.All[number];
            var text = await GoldenSource.TextAsync(input);
            if (texts is { Length: > 0 })
                await WriteAsync(Path.Combine(texts, input.Name + ".txt"), text);
            trees[number] = new GoldenTree(input.Digest(), GoldenInput.DigestOf(text), input.Name);
        });
        return trees;
    }

    private static Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, text);
    }
}
