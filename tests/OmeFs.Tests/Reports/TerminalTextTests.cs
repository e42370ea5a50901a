using System.Text.RegularExpressions;
using OmeFs.Core;
using OmeFs.Reports;
using OmeFs.Testing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OmeFs.Tests.Reports;

/// <summary>What may reach a terminal.</summary>
public sealed partial class TerminalTextTests
{
    [Fact]
    public void Whatever_is_filled_in_is_literal()
    {
        var (name, number) = ("[red]{0}\e[31m\n", 1234);
        Assert.Equal("[bold][[red]]{0}\\u001b[[31m\\u000a[/] 1,234", TerminalText.Of($"[bold]{name}[/] {number:#,0}").Markup);
        TerminalText text = name;
        Assert.Equal("[[red]]{0}\\u001b[[31m\\u000a", text.Markup);
    }

    [Fact]
    public void Every_active_character_is_escaped_and_no_other()
    {
        var active = Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(one => PrintableText.Of($"{one}") != $"{one}").ToList();
        Assert.Equal(33 + 32 + 3 + 7 + 4 + 0x800, active.Count);
        Assert.All("\0\a\b\t\n\v\f\r\e\u007f\u0080\u009b\u009f\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069", one => Assert.Contains(one, active));
        Assert.Equal(active.Where(one => one != '\n'), Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(one => PrintableText.OfLines($"{one}") != $"{one}"));
    }

    [Theory]
    [InlineData("/data/a-b_1.x", "/data/a-b_1.x")]
    [InlineData("s3://bucket/", "s3://bucket/")]
    [InlineData("", "''")]
    [InlineData("/a b", "'/a b'")]
    [InlineData("/x;it's $(bad)", "'/x;it'\\''s $(bad)'")]
    public void A_word_for_a_shell_is_one_word(string text, string word) => Assert.Equal(word, PrintableText.Word(text));

    [Fact]
    public void Only_a_table_in_which_nothing_but_sentences_is_broken_fits()
    {
        var table = new TerminalTable("level", "shape", "chunk", "type", "storage", "chunks and why");
        table.Row("0", "1 3 1 1024 1024", "1 3 1 1024 1024", "|u1", "strips 1024×1024, uncompressed, interleaved", "1 assembled: interleaved samples become channels");
        using var drawn = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(drawn) });
        console.Profile.Width = 120;
        var options = RenderOptions.Create(console, console.Profile.Capabilities);
        Assert.Equal((false, true), (table.Fits(80, options), table.Fits(120, options)));
        console.Write(table.Drawn(unicode: true));
        Assert.Equal(2, drawn.ToString().Split("1 3 1 1024 1024").Length - 1);
        Assert.DoesNotContain("…", drawn.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Nothing is written past the one place that escapes: a report cannot forget to.</summary>
    [Theory]
    [InlineData(@"\bSpectre\.Console\b|\bIAnsiConsole\b", "ProgressBar.cs Terminal.cs TerminalTable.cs TerminalText.cs")]
    [InlineData(@"\bConsole\.(Out|Error|Write|WriteLine|OpenStandard(Output|Error))\b", "ErrorOutput.cs ErrorStream.cs Failures.cs InspectCommand.cs JsonPrinter.cs StandardStreams.cs Terminal.cs")]
    public void Only_a_few_files_write(string what, string files)
    {
        var found = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !BuildFolder().IsMatch(path) && Regex.IsMatch(File.ReadAllText(path), what));
        Assert.Equal(files, string.Join(' ', found.Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    [GeneratedRegex("/(obj|bin)/")]
    private static partial Regex BuildFolder();
}
