using System.CommandLine;
using System.CommandLine.Parsing;
using OmeFs.Daemon;
using OmeFs.Reports;

namespace OmeFs.Commands;

/// <summary>Explains errors in a command line in plain words, because the parser takes an unknown option for an argument.</summary>
internal static class CommandLine
{
    private const string EndOfOptions = "--";

    /// <summary>From the words alone, so that a command line that cannot be parsed also gets a JSON answer.</summary>
    public static FailureJson JsonOf(IEnumerable<string> words)
    {
        var options = words.TakeWhile(word => word != EndOfOptions).ToList();
        return options is [DaemonStart.Command, ..] ? FailureJson.Line : options.Contains("--json") ? FailureJson.Readable : FailureJson.None;
    }

    /// <returns>What is wrong in the first line, and what to do in the others; empty if nothing is wrong.</returns>
    public static IReadOnlyList<string> Errors(ParseResult parsed, IReadOnlyList<string> words)
    {
        var command = parsed.CommandResult.Command;
        // Only the first error is reported: others would only follow from it.
        var wrong = UnknownOption(parsed, words) ?? UnknownCommand(parsed) ?? parsed.Errors.Select(error => Words(parsed, error)).FirstOrDefault();
        return wrong is null || parsed.Action is { ClearsParseErrors: true } ? [] : [wrong, $"Try 'omefs {(command is RootCommand ? "" : command.Name + " ")}--help'."];
    }

    private static string? UnknownOption(ParseResult parsed, IEnumerable<string> words)
    {
        var (command, options) = (parsed.CommandResult.Command, words.TakeWhile(word => word != EndOfOptions).ToHashSet());
        var unknown = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(word => word.Length > 1 && word[0] == '-' && options.Contains(word));
        if (unknown is null)
            return null;
        var name = unknown.Split('=')[0];
        var known = command.Options.SelectMany(option => option.Aliases.Append(option.Name));
        return $"unknown option {name}{Suggestion.For(name, known)}";
    }

    /// <summary>Only at the root, because all other commands take arguments.</summary>
    private static string? UnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [var name, ..]
            ? $"unknown command {name}{Suggestion.For(name, root.Subcommands.Where(one => !one.Hidden).SelectMany(one => one.Aliases.Append(one.Name)))}"
            : null;

    /// <summary>The first clause of a description. The help has all of it.</summary>
    private static string Start(string description) =>
        description[..ClauseEnds.Select(end => description.IndexOf(end, StringComparison.Ordinal)).Where(at => at > 0).Append(description.Length).Min()];

    private static readonly string[] ClauseEnds = [" (", ";", ". "];

    private static string Words(ParseResult parsed, ParseError error) => error.SymbolResult switch
    {
        CommandResult { Command: RootCommand } when parsed.UnmatchedTokens.Count == 0 => "a command expected",
        CommandResult when parsed.UnmatchedTokens is [var first, ..] => $"{first} is one argument too many",
        ArgumentResult { Tokens.Count: 0, Argument: var missing } => $"{missing.Name} is missing: {Start(missing.Description!)}",
        OptionResult { Option: { Required: true, Name: var name }, Tokens.Count: 0 } => $"{name} is missing",
        OptionResult { Option: { Arity.MaximumNumberOfValues: 1, Name: var again }, IdentifierTokenCount: > 1 } => $"{again} is given more than once",
        OptionResult { Tokens.Count: 0, Option: { Name: var name, HelpName: var value } } => $"{name} needs a value{(value is null ? "" : ": " + value)}",
        _ => error.Message,
    };
}
