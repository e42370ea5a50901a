using System.CommandLine;
using System.Text;
using OmeFs.Core;
using OmeFs.Settings;

namespace OmeFs.Commands;

/// <summary>
/// Converts the words of -o, as in fstab, to options of the command line: `allow_other,uid=1000` becomes `--allow-other --uid=1000`. So every
/// setting of a mount is a word. Generic words of mount(8) and systemd have no meaning for omefs and are ignored.
/// </summary>
internal static class MountWords
{
    private const string Flag = "-o", EndOfOptions = "--";

    /// <summary>Spec: mount(8), "filesystem-independent mount options". A mount of omefs is always read-only and without devices.</summary>
    private static readonly HashSet<string> Generic =
    [
        "defaults", "ro", "rw", "auto", "noauto", "user", "nouser", "users", "nousers", "owner", "noowner", "group", "nogroup", "nofail", "_netdev",
        "dev", "nodev", "suid", "nosuid", "exec", "noexec", "async", "sync", "dirsync", "atime", "noatime", "diratime", "nodiratime", "relatime",
        "norelatime", "strictatime", "nostrictatime", "lazytime", "nolazytime", "iversion", "noiversion", "mand", "nomand", "silent", "loud",
        "symfollow", "nosymfollow", "comment", "helper", "uhelper", "pri", "fsname", "subtype", "default_permissions",
    ];

    /// <summary>Spec: mount(8), "context=...": only for SELinux.</summary>
    private static readonly HashSet<string> SecurityContexts = ["context", "fscontext", "defcontext", "rootcontext", "seclabel"];

    /// <summary>Removes -o from a command line of `omefs mount`. Other command lines stay as they are.</summary>
    /// <param name="sloppy">Unknown words are ignored.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: a word is unknown. The message names it.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> words, bool sloppy = false)
    {
        if (words is not ["mount", ..])
            return words;
        var (expanded, values) = (new List<string>(), new List<string>());
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] == EndOfOptions)
            {
                expanded.InsertRange(1, Options(values, sloppy));
                return [.. expanded, .. words.Skip(at)];
            }
            if (words[at] == Flag && at + 1 < words.Count)
                values.Add(words[++at]);
            else if (words[at].StartsWith(Flag, StringComparison.Ordinal) && words[at].Length > Flag.Length)
                values.Add(words[at][Flag.Length..]);
            else
                expanded.Add(words[at]);
        }
        expanded.InsertRange(1, Options(values, sloppy));
        return expanded;
    }

    private static IEnumerable<string> Options(IEnumerable<string> lists, bool sloppy)
    {
        var known = MountSettings.Options().Select(setting => setting.Option).Where(option => option.Name != DoorSettings.SecurityContextOption)
            .ToDictionary(option => option.Name[2..].Replace('-', '_'));
        var (chosen, repeated) = (new Dictionary<string, string>(), new List<string>());
        foreach (var word in lists.SelectMany(Split))
        {
            var (key, value) = word.IndexOf('=') is >= 0 and var at ? (word[..at].Replace('-', '_'), word[(at + 1)..]) : (word.Replace('-', '_'), null);
            if (SecurityContexts.Contains(key))
                repeated.Add($"{DoorSettings.SecurityContextOption}={(value is null ? key : $"{key}={value}")}");
            else if (known.GetValueOrDefault(key) is { } option)
            {
                var spelled = Spelled(option, word, value);
                if (option.Arity.MaximumNumberOfValues > 1)
                    repeated.Add(spelled);
                else
                    chosen[option.Name] = spelled; // The last one counts, as in mount(8).
            }
            else if (key == "remount")
                throw new OmeFsException(FaultKind.Usage, $"{Flag} remount: omefs cannot change a mount; unmount it and mount it again");
            else if (!Generic.Contains(key) && !word.StartsWith("x-", StringComparison.OrdinalIgnoreCase) && !sloppy)
                throw new OmeFsException(FaultKind.Usage, $"{Flag} {word}: no such option; 'omefs mount --help' lists them");
        }
        return [.. chosen.Values, .. repeated];
    }

    private static string Spelled(Option option, string word, string? value)
    {
        if (option.ValueType != typeof(bool))
            return value is { Length: > 0 } ? $"{option.Name}={value}" : throw new OmeFsException(FaultKind.Usage, $"{Flag} {word}: needs a value: {word.TrimEnd('=')}={option.HelpName}");
        return value is null ? option.Name : throw new OmeFsException(FaultKind.Usage, $"{Flag} {word}: takes no value");
    }

    /// <summary>Splits at commas. A comma in a value must be escaped with \, or the value must be in double quotes.</summary>
    private static IEnumerable<string> Split(string list)
    {
        var (word, quoted) = (new StringBuilder(), false);
        for (var at = 0; at < list.Length; at++)
        {
            var (one, next) = (list[at], at + 1 < list.Length ? list[at + 1] : ',');
            if (quoted && one == '"' && next == ',')
                quoted = false;
            else if (!quoted && one == '"' && word.Length > 0 && word[^1] == '=' && word.ToString().IndexOf('=') == word.Length - 1)
                quoted = true;
            else if (!quoted && one == '\\' && at + 1 < list.Length && (next is ',' or '\\'))
                word.Append(list[++at]);
            else if (!quoted && one == ',')
            {
                if (word.ToString().Trim() is { Length: > 0 } whole)
                    yield return whole;
                word.Clear();
            }
            else
                word.Append(one);
        }
        if (word.ToString().Trim() is { Length: > 0 } last)
            yield return last;
    }
}
