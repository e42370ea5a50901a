using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>Names of tests in documents, as `Class.Test` or `Class`, looked for in the sources of all test projects.</summary>
internal static partial class TestNames
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    private static readonly Lazy<IReadOnlyList<string>> Sources = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ]);

    /// <summary>All names of tests in a text.</summary>
    public static string[] In(string text) => [.. Name().Matches(text).Select(name => name.Groups[1].Value)];

    public static bool Exists(string name)
    {
        var parts = name.Split('.');
        return Sources.Value.Any(code =>
            Regex.IsMatch(code, $@"class {parts[0]}\b") && (parts.Length == 1 || Regex.IsMatch(code, $@"\b{parts[1]}\(")));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OmeFs.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run below the repository");
        return folder;
    }

    /// <summary>Classes of tests, and the abstract suites that kinds of mounts share.</summary>
    [GeneratedRegex(@"`(\w*(?:Tests|Conformance)(?:\.\w+)?)`")]
    private static partial Regex Name();
}
