using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr;

namespace OmeFs.Composition;

/// <summary>What a user asked `omefs mount` for.</summary>
internal sealed record MountSettings
{
    /// <summary>Absolute path of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute path.</summary>
    public required string Mountpoint { get; init; }

    public bool AllowOther { get; init; }

    public uint? Uid { get; init; }

    public uint? Gid { get; init; }

    public OmeZarrLayout Layout { get; init; }

    public MissingFiles Missing { get; init; }

    public ViewOptions View => new(Layout, Missing);

    /// <summary>What a reference document may do.</summary>
    public ReferenceOptions References { get; init; } = new();

    public LogLevelName LogLevel { get; init; } = LogLevelName.Info;

    public string? LogFile { get; init; }

    /// <summary>Applies options in fstab's form, "k=v,k". Words that mean something to mount(8) or systemd alone are passed over.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/> for an option omefs does not have.</exception>
    public static MountSettings Apply(IEnumerable<string> options, MountSettings settings)
    {
        foreach (var option in options.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var (key, value) = option.IndexOf('=') is >= 0 and var at ? (option[..at], option[(at + 1)..]) : (option, "");
            settings = key switch
            {
                "allow_other" => settings with { AllowOther = true },
                "uid" => settings with { Uid = Account(option, value, Accounts.User) },
                "gid" => settings with { Gid = Account(option, value, Accounts.Group) },
                "layout" => settings with { Layout = Name<OmeZarrLayout>(option, value) },
                "missing" => settings with { Missing = Name<MissingFiles>(option, value) },
                "allow_source" => settings with { References = settings.References with { AllowedSources = [.. settings.References.AllowedSources, Prefix(option, value)] } },
                "target" => settings with { References = settings.References with { Target = Target(option, value) } },
                "skip_refused" => settings with { References = settings.References with { SkipRefused = true } },
                "strict" => settings with { References = settings.References with { Strict = true } },
                "log_level" => settings with { LogLevel = Name<LogLevelName>(option, value) },
                "log_file" => settings with { LogFile = FilePath(option, value) },
                "ro" or "nosuid" or "nodev" or "noexec" or "noatime" or "defaults" or "auto" or "noauto" or "user" or "users" or "nouser" or "nofail" or "_netdev" => settings,
                _ when key.StartsWith("x-", StringComparison.Ordinal) => settings,
                "rw" => throw new OmeFsException(FaultKind.Usage, "-o rw: a mount is always read-only"),
                _ => throw new OmeFsException(FaultKind.Usage, $"-o {option}: no such option; 'omefs mount --help' lists them"),
            };
        }
        return settings;
    }

    private static uint Account(string option, string value, Func<string, uint?> find) =>
        uint.TryParse(value, out var number) ? number
        : find(value) ?? throw new OmeFsException(FaultKind.Usage, $"-o {option}: a number or a name this system knows expected, found '{value}'");

    /// <summary>A prefix of sources as the daemon gets it: folders are absolute, everything else stands as it is.</summary>
    public static string Prefix(string option, string value) => value switch
    {
        "" => throw new OmeFsException(FaultKind.Usage, $"{option}: a folder, s3://bucket/prefix, https://host/path or 'any' expected, found ''"),
        "any" => value,
        _ when value.Contains("://", StringComparison.Ordinal) => value,
        _ => UserPath.Of(value, option),
    };

    /// <summary>What null means in a reference document, as the daemon gets it: paths are absolute, URLs stand as they are.</summary>
    public static string Target(string option, string value) => value switch
    {
        "" => throw new OmeFsException(FaultKind.Usage, $"{option}: a file or a URL expected, found ''"),
        _ when value.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && !value.StartsWith("file:///", StringComparison.OrdinalIgnoreCase)
            && !value.StartsWith("file://localhost/", StringComparison.OrdinalIgnoreCase) =>
            throw new OmeFsException(FaultKind.Usage, $"{option}: an absolute path expected behind 'file://', found '{value}'"),
        _ when value.Contains("://", StringComparison.Ordinal) => value,
        _ => UserPath.Of(value, option),
    };

    private static string FilePath(string option, string value) =>
        value.Length > 0 ? UserPath.Of(value, $"-o {option}") : throw new OmeFsException(FaultKind.Usage, $"-o {option}: a file expected, found ''");

    private static T Name<T>(string option, string value)
        where T : struct, Enum =>
        EnumNames.TryParse<T>(value, out var name)
            ? name
            : throw new OmeFsException(FaultKind.Usage, $"-o {option}: one of {EnumNames.All<T>()} expected, found '{value}'");
}
