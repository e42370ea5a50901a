using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>Each paragraph of docs/SEMANTICS.md names the tests that hold it, and they exist.</summary>
public sealed partial class SemanticsTests
{
    private static readonly string Root = RepositoryRoot();

    public static TheoryData<string> Paragraphs =>
    [
        .. File.ReadAllText(Path.Combine(Root, "docs/SEMANTICS.md")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(paragraph => !paragraph.StartsWith('#') && !paragraph.StartsWith("- [", StringComparison.Ordinal) && !paragraph.StartsWith("Each paragraph", StringComparison.Ordinal)),
    ];

    [Theory, MemberData(nameof(Paragraphs))]
    public void A_promise_names_tests_that_exist(string paragraph)
    {
        var names = Named().Match(paragraph);
        Assert.True(names.Success, "no test is named at the end of: " + paragraph);
        Assert.All(names.Groups[1].Value.Split(", "), name => Assert.True(Exists(name), $"there is no test '{name}'"));
    }

    private static bool Exists(string name)
    {
        var parts = name.Split('.');
        return TestSources.Value.Any(code =>
            Regex.IsMatch(code, $@"class {parts[0]}\b") && (parts.Length == 1 || Regex.IsMatch(code, $@"\b{parts[1]}\(")));
    }

    private static readonly Lazy<IReadOnlyList<string>> TestSources = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith(nameof(SemanticsTests) + ".cs", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ]);

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OmeFs.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run below the repository");
        return folder;
    }

    [GeneratedRegex(@"`\[([\w., ]+)\]`$")]
    private static partial Regex Named();
}
