using OmeFs.Core;

namespace OmeFs.Commands;

/// <summary>
/// A call as mount(8), autofs and systemd make for every file system: `PROGRAM SOURCE MOUNTPOINT [-sfnv] [-o OPTIONS]`. Spec: mount(8), "external
/// helpers". PROGRAM is mount.omefs, or `omefs` itself (as mount.fuse calls it for the type fuse.omefs).
/// </summary>
/// <param name="Words">The equivalent command line of `omefs mount`.</param>
/// <param name="Fake">Everything is done except mounting.</param>
/// <param name="Sloppy">Unknown options are ignored.</param>
internal sealed record MountHelper(IReadOnlyList<string> Words, bool Fake, bool Sloppy)
{
    /// <summary>The first word from the script /sbin/mount.omefs.</summary>
    private const string Name = "mount.omefs";

    /// <summary>Exit codes of mount(8), which passes them on.</summary>
    private const int WrongUse = 1, InterruptedByUser = 8, MountFailed = 32;

    /// <summary>Null for any other command line.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: a word is not allowed in such a call.</exception>
    public static MountHelper? Of(string[] words)
    {
        if (words is [Name, .. var rest])
            return Read(rest);
        return words is [var source, _, ..] && !IsCommand(source) && (words.Contains("-o") || source.Contains('/') || File.Exists(source)) ? Read(words) : null;
    }

    /// <summary>Converts the program's exit code to one of mount(8).</summary>
    public static int CodeOf(int exitCode) => exitCode switch
    {
        ExitCode.Done => ExitCode.Done,
        ExitCode.Usage => WrongUse,
        ExitCode.Interrupted => InterruptedByUser,
        _ => MountFailed,
    };

    private static bool IsCommand(string word) =>
        word.StartsWith('-') || OmeFsCommand.Create().Subcommands.Any(command => command.Name == word || command.Aliases.Contains(word));

    private static MountHelper Read(string[] words)
    {
        var (options, places, flags) = (new List<string>(), new List<string>(), "");
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            if (word == "--")
            {
                places.AddRange(words[(at + 1)..]);
                break;
            }
            if (word == "-o" && at + 1 < words.Length)
                options.AddRange([word, words[++at]]);
            else if (word == "-t")
                at++; // Skips the type, since omefs has only one.
            else if (word == "-N")
                throw new OmeFsException(FaultKind.Usage, "-N: omefs does not mount in another namespace; run it there by nsenter");
            else if (word.Length > 1 && word[0] == '-' && word[1..].All("sfnvrw".Contains))
                flags += word[1..];
            else
                (word.StartsWith('-') ? options : places).Add(word);
        }
        string[] quiet = flags.Contains('v') ? [] : ["--quiet"];
        return new MountHelper(["mount", .. quiet, .. options, "--", .. places], flags.Contains('f'), flags.Contains('s'));
    }
}
