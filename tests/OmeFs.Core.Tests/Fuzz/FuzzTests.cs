using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace OmeFs.Core.Tests.Fuzz;

/// <summary>
/// Some thousand changed files through the whole index and decode path, and every input that ever went wrong once more; each in a process
/// of its own, since a native decoder may end it. For hours: tests/fuzz.sh.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Executions = 4000;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "OmeFs.Fuzz.dll");

    private static string Corpus => Path.Combine(Repository.Root, "tests/OmeFs.Fuzz/corpus");

    [Fact]
    public void Whatever_went_wrong_once_is_well_now()
    {
        var ran = Commands.Run(["dotnet", Program, "replay", Corpus], seconds: 120);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.EndsWith($"{Directory.GetFiles(Corpus, "*.fuzz", SearchOption.AllDirectories).Length} replayed, 0 went wrong", ran.Output.Trim(), StringComparison.Ordinal);
    }

    /// <summary>The seed is fixed: what this finds it finds every time. Time is for slow machines, and enough for a tenth there.</summary>
    [Fact]
    public void Changed_files_end_in_a_fault_or_in_chunks_of_the_size_that_stat_says() =>
        Hunt("fuzz", Path.Combine(Repository.Fixtures, "good"), Path.Combine(Repository.Fixtures, "matrix"), Corpus);

    /// <summary>However keys are spelled and whether `gen` is calculated or kept, it is the same tree, in which nothing beside the document's folder is opened.</summary>
    [Fact]
    public void Changed_reference_documents_end_in_a_fault_or_in_a_tree() => Hunt("fuzz-references", Path.Combine(Repository.Root, "tests/OmeFs.Fuzz/seeds"));

    private void Hunt(string name, params string[] seeds)
    {
        var save = Path.Combine(Repository.Scratch, name);
        var ran = Commands.Run(["dotnet", Program, "fuzz", save, "1", $"{Executions}", "50", .. seeds], seconds: 120);
        output.WriteLine(ran.Output);
        Assert.True(ran.ExitCode == 0, $"{ran}\n{string.Join('\n', Kept(save))}");
        var done = int.Parse(Regex.Match(ran.Output, "(\\d+) executions").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(done, Executions / 10, Executions);
    }

    private static IEnumerable<string> Kept(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => $"{path}: {Convert.ToBase64String(File.ReadAllBytes(path))}")
        : [];
}
