using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>Tests that documents name exist. Each bug of docs/correctness.md has one.</summary>
public sealed partial class NamedTestsTests
{
    private const int LeastBugs = 25;

    private static readonly string[] Documents =
    [
        "README.md", "CONTRIBUTING.md", .. Directory.EnumerateFiles(Path.Combine(TestNames.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(TestNames.Root, file)).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Pages => [.. Documents];

    [Theory, MemberData(nameof(Pages))]
    public void Every_test_that_a_page_names_exists(string page) =>
        Assert.All(TestNames.In(Text(page)), name => Assert.True(TestNames.Exists(name), $"there is no test '{name}'"));

    [Fact]
    public void Every_bug_has_a_test()
    {
        string[] rows = [.. Row().Matches(Text("docs/correctness.md")).Select(row => row.Value).Where(row => !row.StartsWith("| what", StringComparison.Ordinal))];
        Assert.InRange(rows.Length, LeastBugs, int.MaxValue);
        Assert.All(rows, row => Assert.Contains(TestNames.In(row), name => name.Contains('.', StringComparison.Ordinal)));
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(TestNames.Root, page));

    [GeneratedRegex(@"^\| [^|]+ \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
