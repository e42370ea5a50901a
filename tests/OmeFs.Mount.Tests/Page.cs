using System.Text.RegularExpressions;

namespace OmeFs.Mount.Tests;

/// <summary>A page of documentation, as the blocks of code in it.</summary>
/// <remarks>
/// `sh` and `python` are run. `console` has commands behind a "$" and what they print. All else is shown alone: configuration, or commands that the
/// sentence before them calls "(not tested here)".
/// </remarks>
internal sealed partial class Page
{
    private Page(string name, string text, IReadOnlyList<PageBlock> blocks) => (Name, Text, Blocks) = (name, text, blocks);

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<PageBlock> Blocks { get; }

    /// <summary>README, and what is in docs/how-to.</summary>
    public static IReadOnlyList<string> Names =>
    [
        "README.md", .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/how-to"), "*.md")
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal),
    ];

    public static Page Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, name));
        return new Page(name, text, [.. Block().Matches(text).Select(block => new PageBlock(
            block.Groups[2].Value,
            block.Groups[3].Value,
            block.Groups[1].Value.Contains("(not tested here)", StringComparison.Ordinal)))]);
    }

    /// <summary>The paragraph before it, its language, its lines.</summary>
    [GeneratedRegex(@"((?:^(?!```)[^\n]+\n)*)\n?^```(\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

/// <param name="IsShown">Whether it is only shown, and the sentence before it says so.</param>
internal sealed partial record PageBlock(string Language, string Code, bool IsShown)
{
    public bool IsRun => !IsShown && Language is "sh" or "python" or "console";

    /// <summary>Programs, and Python's modules, without which it cannot be run.</summary>
    public IEnumerable<string> Needs => Language switch
    {
        _ when !IsRun => [],
        "python" => Import().Matches(Code).Select(module => "python3-" + module.Groups[1].Value),
        _ => Lines().Select(line => Program().Match(line).Groups[1].Value).Where(program => program.Length > 0),
    };

    /// <summary>Its commands. What ends with a backslash goes on.</summary>
    public IEnumerable<string> Lines() => Code.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => Language != "console" || line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => Language == "console" ? line[2..] : line);

    [GeneratedRegex(@"^(?:import|from) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Import();

    /// <summary>The first word, if it is a program's name and no assignment.</summary>
    [GeneratedRegex(@"^([\w.-]+)(?= |$)")]
    private static partial Regex Program();
}
