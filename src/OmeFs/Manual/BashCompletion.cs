using System.Text;

namespace OmeFs.Manual;

/// <summary>Completion for bash 4.4 and later; needs no package bash-completion. Spec: bash(1), "Programmable Completion".</summary>
internal static class BashCompletion
{
    private const string Start = """
        # bash completion for omefs, made by 'omefs generate bash'.

        # The kernel's list says what is mounted: a mount whose daemon hangs is not asked, as looking for its folder would.
        _omefs_mounts() {
          local path rest
          while read -r _ _ _ _ path rest; do
            [[ $rest == *' - fuse.omefs '* ]] || continue
            printf -v path %b "$path"
            printf -v rest %q "$path"
            if [[ $rest == "$1"* || $path == "$1"* ]]; then COMPREPLY+=("$rest"); fi
          done </proc/self/mountinfo
        }

        _omefs_words() {
          mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
        }

        # $1: -f for files and folders, -d for folders.
        _omefs_paths() {
          mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
          compopt -o filenames 2>/dev/null
        }

        _omefs() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= at ended=false
          COMPREPLY=()
          # '=' is a word of its own.
          if [[ $cur == '=' ]]; then
            cur=
          elif [[ $prev == '=' ]]; then
            prev=${COMP_WORDS[COMP_CWORD-2]}
          fi
          # Behind '--' no word is an option, whatever it begins with.
          for ((at = 1; at < COMP_CWORD; at++)); do
            if [[ ${COMP_WORDS[at]} == -- ]]; then ended=true prev=; break; fi
            if [[ -z $command && ${COMP_WORDS[at]} != -* ]]; then command=${COMP_WORDS[at]}; fi
          done
          case $command in

        """;

    public static string Of(CommandLineTable table)
    {
        var script = new StringBuilder(Start);
        script.Append($"    '') _omefs_words '{string.Join(' ', table.Commands.SelectMany(command => command.Names).Concat(Names(table.Options)))}' \"$cur\" ;;\n");
        foreach (var command in table.Commands)
            Append(script, command);
        return script.Append("  esac\n}\n\ncomplete -F _omefs omefs\n").ToString();
    }

    private static void Append(StringBuilder script, CommandEntry command)
    {
        script.Append($"    {string.Join('|', command.Names)})\n      case $prev in\n");
        foreach (var option in command.Options.Where(option => option.ValueName is not null))
            script.Append($"        {string.Join('|', option.Names)}) {Offer(option.Value)}; return ;;\n");
        script.Append($"      esac\n      if [[ $cur == -* ]] && ! $ended; then\n        _omefs_words '{string.Join(' ', Names(command.Options))}' \"$cur\"\n");
        if (command.Arguments is [var argument, ..])
            script.Append($"      else\n        {Offer(argument.Value)}\n");
        script.Append("      fi ;;\n");
    }

    private static string Offer(ExpectedValue value) => value.Kind switch
    {
        ExpectedKind.Text => ":",
        ExpectedKind.Words => $"_omefs_words '{string.Join(' ', value.Words)}' \"$cur\"",
        ExpectedKind.File => "_omefs_paths -f \"$cur\"",
        ExpectedKind.Folder => "_omefs_paths -d \"$cur\"",
        ExpectedKind.Mount => "_omefs_mounts \"$cur\"",
    };

    private static IEnumerable<string> Names(IEnumerable<OptionEntry> options) => options.SelectMany(option => option.Names);
}
