using System.Text;

namespace OmeFs.Manual;

/// <summary>Completion for zsh. Spec: zshcompsys(1), "_arguments".</summary>
internal static class ZshCompletion
{
    private const string Start = """
        #compdef omefs
        # Made by 'omefs generate zsh'.

        # The kernel's list says what is mounted: no mount is asked.
        _omefs_mounts() {
          local line expl
          local -a fields mounts
          while read -r line; do
            [[ $line == *' - fuse.omefs '* ]] || continue
            fields=(${(s: :)line})
            mounts+=("${(g:o:)fields[5]}")
          done </proc/self/mountinfo
          _wanted mounts expl mountpoint compadd -a mounts
        }

        _omefs() {
          if ((CURRENT == 2)); then
            local -a commands=(

        """;

    public static string Of(CommandLineTable table)
    {
        var script = new StringBuilder(Start);
        foreach (var command in table.Commands)
            foreach (var name in command.Names)
                script.Append($"      {Quoted($"{name}:{command.Description}")}\n");
        script.Append("    )\n    _describe -t commands command commands\n    _arguments");
        Options(script, table.Options, "      ");
        script.Append("\n    return\n  fi\n  local command=$words[2]\n  shift words\n  ((CURRENT--))\n  case $command in\n");
        foreach (var command in table.Commands)
        {
            script.Append($"    {string.Join('|', command.Names)})\n      _arguments -S");
            Options(script, command.Options, "        ");
            foreach (var argument in command.Arguments)
                script.Append($" \\\n        {Quoted($"{(argument.Many ? "*" : argument.Required ? "" : ":")}:{Colons(argument.Name)}:{Offer(argument.Value)}")}");
            script.Append(" ;;\n");
        }
        return script.Append("  esac\n}\n\n_omefs \"$@\"\n").ToString();
    }

    private static void Options(StringBuilder script, IEnumerable<OptionEntry> options, string indent)
    {
        foreach (var option in options)
            foreach (var name in option.Names)
            {
                var others = option.Many ? "*" : option.Names.Count > 1 ? $"({string.Join(' ', option.Names)})" : "";
                var value = option.ValueName is { } named ? $":{Colons(named)}:{Offer(option.Value)}" : "";
                var equals = value.Length > 0 && name.StartsWith("--", StringComparison.Ordinal) ? "=" : "";
                script.Append($" \\\n{indent}{Quoted($"{others}{name}{equals}[{Bracketed(option.Description)}]{value}")}");
            }
    }

    private static string Offer(ExpectedValue value) => value.Kind switch
    {
        ExpectedKind.Text => "",
        ExpectedKind.Words => $"({string.Join(' ', value.Words)})",
        ExpectedKind.File => "_files",
        ExpectedKind.Folder => "_files -/",
        ExpectedKind.Mount => "_omefs_mounts",
    };

    private static string Colons(string text) => text.Replace(":", "\\:", StringComparison.Ordinal);

    private static string Bracketed(string text) =>
        Colons(text.Replace("\\", "\\\\", StringComparison.Ordinal)).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
