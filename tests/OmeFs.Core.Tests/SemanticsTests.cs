using System.Text.RegularExpressions;

namespace OmeFs.Core.Tests;

/// <summary>Each paragraph of docs/SEMANTICS.md has a footnote that names the tests that hold it, and they exist.</summary>
public sealed partial class SemanticsTests
{
    /// <summary>What is between blank lines. A list belongs to the paragraph before it.</summary>
    private static readonly string[] Blocks = Text().Replace("\n\n- ", "\n- ", StringComparison.Ordinal)
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Label of a footnote → names of tests: `Class`, or `Class.Test`.</summary>
    private static readonly ILookup<string, string[]> Footnotes = Blocks.Where(IsFootnotes).SelectMany(block => Footnote().Matches(block + "\n"))
        .ToLookup(note => note.Groups[1].Value, note => TestNames.In(note.Groups[2].Value));

    /// <summary>The first block after the title says what the page is, and has the table of contents.</summary>
    public static TheoryData<string> Paragraphs =>
        [.. Blocks.Skip(2).Where(block => !block.StartsWith('#') && !IsFootnotes(block))];

    public static TheoryData<string> Labels => [.. Footnotes.Select(note => note.Key)];

    [Theory, MemberData(nameof(Paragraphs))]
    public void A_promise_ends_with_a_footnote(string paragraph)
    {
        var label = Reference().Match(paragraph);
        Assert.True(label.Success, "no footnote is at the end of: " + paragraph);
        Assert.True(Footnotes.Contains(label.Groups[1].Value), $"there is no footnote [^{label.Groups[1].Value}]");
    }

    [Theory, MemberData(nameof(Labels))]
    public void A_footnote_is_used_and_names_tests_that_exist(string label)
    {
        var names = Assert.Single(Footnotes[label]);
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(TestNames.Exists(name), $"there is no test '{name}'"));
        Assert.Contains(Blocks, block => !IsFootnotes(block) && block.Contains($"[^{label}]", StringComparison.Ordinal));
    }

    /// <summary>GitHub's anchor of a title: small letters, hyphens for blanks, nothing else.</summary>
    [Fact]
    public void The_table_of_contents_has_every_title()
    {
        var contents = Blocks[1];
        var titles = Blocks.Skip(2).Where(block => block.StartsWith('#')).Select(block => block.TrimStart('#', ' ')).ToList();
        Assert.NotEmpty(titles);
        Assert.All(titles, title =>
            Assert.Contains($"(#{NoAnchor().Replace(title.ToLowerInvariant(), "").Replace(' ', '-')})", contents, StringComparison.Ordinal));
        Assert.Equal(titles.Count, titles.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static string Text() => File.ReadAllText(Path.Combine(TestNames.Root, "docs/SEMANTICS.md"));

    private static bool IsFootnotes(string block) => block.StartsWith("[^", StringComparison.Ordinal);

    [GeneratedRegex(@"\[\^([\w-]+)\]$")]
    private static partial Regex Reference();

    /// <summary>A label and its text, which goes on in lines that are indented.</summary>
    [GeneratedRegex(@"^\[\^([\w-]+)\]:((?:.*\n)(?: +.*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Footnote();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
