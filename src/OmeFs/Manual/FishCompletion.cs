using System.Text;

namespace OmeFs.Manual;

/// <summary>Completion for fish. Spec: complete(1) of fish.</summary>
internal static class FishCompletion
{
    private const string Start = """
        # fish completion for omefs, made by 'omefs generate fish'.

        # The kernel's list says what is mounted: no mount is asked.
        function __omefs_mounts
            string replace -rf '^\S+ \S+ \S+ \S+ (\S+) .* - fuse\.omefs .*$' '$1' </proc/self/mountinfo | while read -l path
                printf '%b\n' $path
            end
        end

        complete -c omefs -f

        """;

    private const string NoCommandYet = "__fish_use_subcommand";

    public static string Of(CommandLineTable table)
    {
        var script = new StringBuilder(Start);
        foreach (var option in table.Options)
            Append(script, NoCommandYet, option);
        foreach (var command in table.Commands)
        {
            foreach (var name in command.Names)
                script.Append($"complete -c omefs -n {NoCommandYet} -a {name} -d {Quoted(command.Description)}\n");
            var condition = $"__fish_seen_subcommand_from {string.Join(' ', command.Names)}";
            if (command.Arguments is [var argument, ..])
                script.Append($"complete -c omefs -n '{condition}' {Offer(argument.Value)}\n");
            foreach (var option in command.Options)
                Append(script, $"'{condition}'", option);
        }
        return script.ToString();
    }

    private static void Append(StringBuilder script, string condition, OptionEntry option)
    {
        var names = option.Names.Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
        var value = option.ValueName is null ? "" : $" -r {Offer(option.Value)}";
        script.Append($"complete -c omefs -n {condition}{string.Concat(names)}{value} -d {Quoted(option.Description)}\n");
    }

    private static string Offer(ExpectedValue value) => value.Kind switch
    {
        ExpectedKind.Text => "-f",
        ExpectedKind.Words => $"-f -a '{string.Join(' ', value.Words)}'",
        ExpectedKind.File => "-F",
        ExpectedKind.Folder => "-f -a '(__fish_complete_directories)'",
        ExpectedKind.Mount => "-f -a '(__omefs_mounts)'",
    };

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
