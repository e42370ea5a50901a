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

    /// <summary>Make the mountpoint if it is not there, and remove it when the mount ends.</summary>
    public bool MakeMountpoint { get; init; } = true;

    /// <summary>"context=...": options for SELinux.</summary>
    public IReadOnlyList<string> SecurityContexts { get; init; } = [];

    public bool AllowOther { get; init; }

    public uint? Uid { get; init; }

    public uint? Gid { get; init; }

    /// <summary>r bits that every file shows; null for those of the source.</summary>
    public uint? Mode { get; init; }

    public OmeZarrLayout Layout { get; init; }

    public MissingFiles Missing { get; init; }

    public ViewOptions View => new(Layout, Missing) { AllowedSources = References.AllowedSources };

    /// <summary>What a reference document may do.</summary>
    public ReferenceOptions References { get; init; } = new();

    public LogLevelName LogLevel { get; init; } = LogLevelName.Info;

    public string? LogFile { get; init; }

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
}
