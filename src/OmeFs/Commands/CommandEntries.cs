using System.CommandLine;
using System.CommandLine.Completions;
using System.Reflection;
using OmeFs.Logging;
using OmeFs.Manual;

namespace OmeFs.Commands;

/// <summary>The commands of <see cref="OmeFsCommand"/> as a <see cref="CommandLineTable"/>. Hidden entries without a description are not for users.</summary>
internal static class CommandEntries
{
    public static CommandLineTable Of(RootCommand root)
    {
        CommandEntry[] commands = [.. root.Subcommands.Where(command => !command.Hidden).Select(Entry)];
        return new CommandLineTable
        {
            Version = Version(),
            Description = root.Description!,
            Commands = commands,
            Options = Options(root),
            Examples = root.Examples(),
        };
    }

    private static CommandEntry Entry(Command command) =>
        new([command.Name, .. command.Aliases.Order(StringComparer.Ordinal)], command.Description!, [.. command.Arguments.Select(Entry)], Options(command), command.Examples());

    private static ArgumentEntry Entry(Argument argument)
    {
        var many = argument.Arity.MaximumNumberOfValues > 1;
        var words = Words(argument.GetCompletions(CompletionContext.Empty));
        return new(argument.Name, argument.Description!, argument.Arity.MinimumNumberOfValues > 0, many, Value(argument.Name == "MOUNTPOINT" && many ? "MOUNTED" : argument.Name, words));
    }

    /// <summary>All options, including those of reference JSON: they are hidden in a command's own help, but have descriptions.</summary>
    private static OptionEntry[] Options(Command command) =>
        [.. command.Options.Where(option => !option.Hidden || (option.Description is { Length: > 0 } && option.Name != MountCommand.Quiet)).Select(Entry)];

    private static OptionEntry Entry(Option option)
    {
        // System.CommandLine also accepts -?, /h and /? for help.
        string[] names = [.. option.Aliases.Append(option.Name).Where(name => name[0] == '-' && name != "-?").Distinct().OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)];
        var flag = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);
        var value = flag ? ExpectedValue.Of(ExpectedKind.Text) : Value(option.HelpName!, Words(option.GetCompletions(CompletionContext.Empty)));
        // A page must not show the default log of the user who generates it.
        var description = option.Description!.Replace($"(default: {DefaultLog.Place})", $"(default: {DefaultLog.Places})", StringComparison.Ordinal);
        return new(names, flag ? null : option.HelpName!, description, option.Required, option.ValueType.IsArray, value);
    }

    private static string[] Words(IEnumerable<CompletionItem> completions) => [.. completions.Select(item => item.InsertText ?? item.Label)];

    /// <param name="name">The name of the value in help.</param>
    private static ExpectedValue Value(string name, string[] words) => words.Length > 0
        ? new(ExpectedKind.Words, words)
        : ExpectedValue.Of(name switch
        {
            "SOURCE" or "FILE" or "OUT" => ExpectedKind.File,
            "FOLDER" or "PREFIX" or "MOUNTPOINT" => ExpectedKind.Folder,
            "MOUNTED" => ExpectedKind.Mount,
            _ => ExpectedKind.Text,
        });

    /// <summary>As in `omefs --version`, without the commit.</summary>
    private static string Version() =>
        typeof(CommandEntries).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
