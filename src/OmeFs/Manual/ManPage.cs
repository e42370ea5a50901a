using System.Text;

namespace OmeFs.Manual;

/// <summary>omefs(1). Spec: man(7), the macros of groff and mandoc.</summary>
internal static class ManPage
{
    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ExitCode.Done, "Done."),
        (ExitCode.Failed, "Refused or failed. Standard error says why, and what to do."),
        (ExitCode.Usage, "The command line is wrong."),
        (ExitCode.VerificationFailed, "omefs verify: a chunk differs or cannot be read."),
        (ExitCode.Interrupted, "Ended by a signal before it was done."),
    ];

    private static readonly (string Name, string Meaning)[] Files =
    [
        ("/var/log/omefs/omefs.log", "The log of mounts by root, if --log-file does not name another."),
        ("~/.local/state/omefs/omefs.log", "The log of everybody else's mounts."),
        ("/etc/fstab", "Mounts of the type omefs. Every option of omefs mount that has only a long name is a word there, except --json: --allow-other is allow_other."),
        ("/etc/fuse.conf", "With user_allow_other in it, users other than root may use --allow-other."),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("XDG_STATE_HOME", "Where the log of users other than root is, in place of ~/.local/state."),
        ("TMPDIR", "Where compressed sources are unpacked, into files without names."),
        ("LC_ALL, LC_CTYPE, LANG", "Tables are ASCII if they do not name UTF-8."),
    ];

    public static string Of(CommandLineTable table)
    {
        var page = new StringBuilder();
        page.Append($".TH OMEFS 1 \"\" \"omefs {Text(table.Version)}\" \"User commands\"\n");
        page.Append($".SH NAME\nomefs \\- show OME\\-TIFF files as OME\\-Zarr folders\n.SH SYNOPSIS\n.nf\n");
        foreach (var command in table.Commands)
            page.Append($"{Synopsis(command)}\n");
        page.Append($".fi\n.SH DESCRIPTION\n{Text(table.Description)}\n.PP\n");
        page.Append($"{Text("Options may come before or after the arguments. -- ends them: what follows is a path, even if it begins with a dash.")}\n");
        foreach (var option in table.Options)
            Item(page, Names(option), option.Description);
        page.Append(".SH COMMANDS\n");
        foreach (var command in table.Commands)
            Append(page, command);
        Items(page, "EXIT STATUS", Codes.Select(one => (one.Code.ToString(System.Globalization.CultureInfo.InvariantCulture), one.Meaning)));
        Items(page, "FILES", Files);
        Items(page, "ENVIRONMENT", Variables);
        page.Append(".SH EXAMPLES\n");
        Examples(page, table.Examples);
        page.Append(".SH SEE ALSO\n.BR fusermount3 (1),\n.BR fstab (5),\n.BR mount (8),\n.BR umount (8)\n");
        return page.ToString();
    }

    private static void Append(StringBuilder page, CommandEntry command)
    {
        page.Append($".SS {string.Join(", ", command.Names)}\n{Synopsis(command)}\n.PP\n{Text(command.Description)}\n");
        foreach (var argument in command.Arguments)
            Item(page, $"\\fI{Text(argument.Name)}\\fR", argument.Description);
        foreach (var option in command.Options)
            Item(page, Names(option), option.Required ? $"{option.Description} (required)" : option.Description);
        page.Append(".PP\nExamples:\n");
        Examples(page, command.Examples);
    }

    private static void Items(StringBuilder page, string title, IEnumerable<(string Name, string Meaning)> items)
    {
        page.Append($".SH {title}\n");
        foreach (var (name, meaning) in items)
            Item(page, $"\\fB{Text(name)}\\fR", meaning);
    }

    private static void Item(StringBuilder page, string name, string meaning) => page.Append($".TP\n{name}\n{Text(meaning)}\n");

    private static void Examples(StringBuilder page, IEnumerable<string> examples) =>
        page.Append($".PP\n.nf\n.RS\n{string.Concat(examples.Select(example => Text(example) + "\n"))}.RE\n.fi\n");

    private static string Synopsis(CommandEntry command)
    {
        var arguments = command.Arguments.Select(argument => $"\\fI{Text(argument.Name)}\\fR{(argument.Many ? "..." : "")}").Zip(command.Arguments)
            .Select(one => one.Second.Required ? $" {one.First}" : $" [{one.First}]");
        return $"\\fBomefs {Text(command.Name)}\\fR{string.Concat(arguments)} [\\fIoptions\\fR]";
    }

    private static string Names(OptionEntry option) =>
        string.Join(", ", option.Names.Select(name => $"\\fB{Text(name)}\\fR")) + (option.ValueName is { } value ? $" \\fI{Text(value)}\\fR" : "");

    /// <summary>Spec: groff(7). A dash in a command is \-; a line must not begin with a dot or a quote, which would be a request.</summary>
    private static string Text(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("~", "\\(ti", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? "\\&" + escaped : escaped;
    }
}
