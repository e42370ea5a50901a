using System.CommandLine;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OmeFs.Commands;
using OmeFs.Core;
using OmeFs.Testing;

namespace OmeFs.Tests.Commands;

/// <summary>docs/reference says of commands, options and exit codes what the program does. With OMEFS_DOCS_RENEW=1 it is written anew.</summary>
public sealed partial class ReferencePagesTests
{
    private const string Introduction = """
        # Commands and options

        The same text as `omefs help COMMAND`: a test compares them. `omefs help` shows examples too.

        - Options may come before or after the arguments. `--` ends them: what follows is a path, even if it begins with a dash.
        - Every option of `omefs mount` that has only a long name, except `--json`, is also a word of `-o`, without its dashes and with `_` for `-`:
          `--allow-other` is `allow_other` ([boot.md](../how-to/boot.md)).
        - Exit codes: [exit-codes.md](exit-codes.md). What `--json` prints: [json.md](json.md).

        """;

    private static readonly string Folder = Path.Combine(Repository.Root, "docs/reference");

    [Fact]
    public void Every_command_and_option_is_in_the_reference_as_the_help_has_it()
    {
        var page = Path.Combine(Folder, "options.md");
        var text = OptionsPage();
        if (Environment.GetEnvironmentVariable("OMEFS_DOCS_RENEW") == "1")
            File.WriteAllText(page, text);
        Assert.Equal(text, File.ReadAllText(page));
    }

    /// <summary>What the page is made of is what the help shows: no option is hidden from both.</summary>
    [Fact]
    public async Task The_help_has_the_same_descriptions()
    {
        using var output = new StringWriter();
        foreach (var command in OmeFsCommand.Create().Subcommands.Where(command => !command.Hidden))
        {
            await OmeFsCommand.Create().Parse([command.Name, "--help"]).InvokeAsync(new InvocationConfiguration { Output = output });
            var help = output.ToString();
            Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains(option.Description!, help, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_exit_code_is_in_the_reference()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!);
        var described = Section("## Of every command").Select(row => int.Parse(row.Groups[1].Value));
        Assert.Equal(codes.Order(), described.Order());
    }

    /// <summary>mount(8) has codes of its own.</summary>
    [Fact]
    public void Every_exit_code_of_mount_is_in_the_reference()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => MountHelper.CodeOf((int)field.GetRawConstantValue()!)).Distinct();
        Assert.Equal(codes.Order(), Section("## Called by mount(8)").Select(row => int.Parse(row.Groups[1].Value)).Order());
    }

    /// <summary>Each kind of fault is named where its code is explained.</summary>
    [Fact]
    public void Every_kind_of_fault_is_in_the_reference()
    {
        var rows = Section("## Kinds of faults").ToDictionary(row => row.Groups[1].Value, row => int.Parse(row.Groups[2].Value));
        var expected = Enum.GetValues<FaultKind>().ToDictionary(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()), ExitCode.Of);
        expected.Add("interrupted", ExitCode.Interrupted);
        Assert.Equal(expected, rows);
    }

    private static string OptionsPage()
    {
        var page = new StringBuilder(Introduction);
        foreach (var command in OmeFsCommand.Create().Subcommands.Where(command => !command.Hidden))
        {
            page.Append($"\n## omefs {string.Join(", ", command.Aliases.Prepend(command.Name))}\n\n{command.Description}\n\n");
            page.Append($"```\nomefs {command.Name}{string.Concat(command.Arguments.Select(Shown))}{(command.Options.Any(IsOwn) ? " [options]" : "")}\n```\n\n");
            Table(page, [.. command.Arguments.Select(argument => ($"`{argument.Name}`", argument.Description!)), .. command.Options.Where(IsOwn).Select(Row)]);
        }
        page.Append("\n## Reference JSON\n\nMore options of `omefs mount` and `inspect`, as in `omefs help references`.\n\n");
        Table(page, ReferenceOptions().Select(Row));
        return page.ToString();
    }

    private static void Table(StringBuilder page, IEnumerable<(string Name, string Description)> rows)
    {
        if (!rows.Any())
            return;
        page.Append("| | |\n|---|---|\n");
        foreach (var (name, description) in rows)
            page.Append($"| {name} | {Plain(description).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }

    /// <summary>Every command has --help.</summary>
    private static bool IsOwn(Option option) => !option.Hidden && option.Name != "--help";

    private static (string, string) Row(Option option)
    {
        var value = option.HelpName is { Length: > 0 } name ? " " + name.Replace("|", "\\|", StringComparison.Ordinal) : "";
        var names = option.Aliases.Order(StringComparer.Ordinal).Append(option.Name).Distinct().OrderBy(one => one.Length);
        return ($"`{string.Join("`, `", names)}{value}`{(option.Required ? " (required)" : "")}", option.Description!);
    }

    private static string Shown(Argument argument)
    {
        var many = argument.Arity.MaximumNumberOfValues > 1 ? "..." : "";
        return argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}{many}]" : $" {argument.Name}{many}";
    }

    /// <summary>Those of `omefs mount` that its own help does not show, but `omefs help references` does.</summary>
    private static IEnumerable<Option> ReferenceOptions()
    {
        using var output = new StringWriter();
        OmeFsCommand.Create().Parse("help references").Invoke(new InvocationConfiguration { Output = output });
        var help = output.ToString();
        return OmeFsCommand.Create().Subcommands.Single(command => command.Name == "mount").Options
            .Where(option => option.Hidden && option.Description is { } description && help.Contains(description, StringComparison.Ordinal));
    }

    /// <summary>The log's path depends on the user who asks.</summary>
    private static string Plain(string description) =>
        DefaultLog().Replace(description, "(default: /var/log/omefs/omefs.log for root, else ~/.local/state/omefs/omefs.log)");

    /// <summary>The rows of the table below a title.</summary>
    private static MatchCollection Section(string title)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "exit-codes.md"));
        var section = text[text.IndexOf(title, StringComparison.Ordinal)..];
        var end = section.IndexOf("\n## ", 1, StringComparison.Ordinal);
        return TableRow().Matches(end < 0 ? section : section[..end]);
    }

    [GeneratedRegex(@"\(default: [^)]*/omefs\.log\)")]
    private static partial Regex DefaultLog();

    /// <summary>A row's first word, and the number behind it if there is one.</summary>
    [GeneratedRegex(@"^\| `?(\d+|[a-z]+_?[a-z]+(?=`))`? \| (\d+)?.*\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
