using System.CommandLine;
using System.Text.Json.Serialization;
using OmeFs.Core;
using OmeFs.Core.Images;
using OmeFs.Core.References;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Settings;

/// <summary>How a source is shown.</summary>
internal sealed record ViewSettings
{
    public OmeZarrLayout Layout { get; init; }

    /// <summary>What to do if other files of a multi-file OME-TIFF do not exist.</summary>
    public MissingFiles Missing { get; init; }

    /// <summary>What a reference document may do. Its allowed sources are also the folders that symbolic links beside an image may lead to.</summary>
    public ReferenceOptions References { get; init; } = new();

    /// <summary>The folder of an image that the user did not name: then the image itself must be in it, or be allowed. Null for a named image.</summary>
    [JsonIgnore]
    public string? FoundIn { get; init; }

    /// <summary>The stamps of images that are closed and opened again; null for an image that is opened once.</summary>
    [JsonIgnore]
    public FileStamps? Stamps { get; init; }

    /// <summary>All local folders that links may lead to, other than the document's own.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> AllowedFolders =>
        [.. References.AllowedSources.Where(prefix => !prefix.Contains("://", StringComparison.Ordinal)), .. FoundIn is null ? Array.Empty<string>() : [FoundIn]];

    /// <summary>Judges an image's own file; null if the user named it.</summary>
    [JsonIgnore]
    public FilePolicy? OwnPolicy => FoundIn is null ? null : FilePolicy.Within(FoundIn, AllowedFolders);

    /// <summary>Settings for all sources.</summary>
    public static IReadOnlyList<Setting<ViewSettings>> Options() =>
    [
        Setting.Of(
            Choice.Option<OmeZarrLayout>(
                "--layout", "auto (default): one image is the root, several are groups 0, 1, ...; bioformats2raw: always groups; image: always the root."),
            (ViewSettings view, OmeZarrLayout layout) => view with { Layout = layout }),
        Setting.Of(
            Choice.Option<MissingFiles>("--missing", "If files of a multi-file OME-TIFF are absent: refuse (default), or fill: their planes are missing."),
            (ViewSettings view, MissingFiles missing) => view with { Missing = missing }),
    ];

    /// <summary>Where links may lead, for commands that do not read reference JSON.</summary>
    public static Setting<ViewSettings> LinkOption() =>
        AllowSource("FOLDER", "A folder, other than a multi-file OME-TIFF's own, that symbolic links to its files may lead to. May be repeated.");

    /// <summary>Settings only for reference JSON. These options are not in a command's own help, but in the topic 'references'.</summary>
    /// <param name="reading">Whether the references are read: then an unreadable target is a reason to refuse the document.</param>
    public static IReadOnlyList<Setting<ViewSettings>> ReferenceOptions(bool reading)
    {
        Setting<ViewSettings> allow = AllowSource(
            "PREFIX",
            "A source outside the document's own folder that references, or symbolic links of a multi-file OME-TIFF or of a folder, may lead to: a folder, s3://bucket/prefix, "
                + "https://host/path, or any. May be repeated.");
        Setting<ViewSettings>[] all =
        [
            allow,
            Setting.Of(
                new Option<string?>("--target") { Description = "The file, or URL, that references with a URL of null lead to. It needs no --allow-source.", HelpName = "FILE" },
                (ViewSettings view, string? file) => view with { References = view.References with { Target = TargetOf("--target", file!) } }),
            .. reading
                ? [Setting.Of(
                    new Option<bool>("--skip-refused")
                    {
                        Description = "List keys that lead to other sources, too, but make reading them fail (EACCES). Without it the document is refused. "
                            + "References in Parquet are always mounted so.",
                    },
                    (ViewSettings view, bool on) => view with { References = view.References with { SkipRefused = on } })]
                : Array.Empty<Setting<ViewSettings>>(),
            Setting.Of(
                new Option<bool>("--strict") { Description = "Refuse the document if a key has to be left out, or if a target is absent, too small or newer than the document." },
                (ViewSettings view, bool on) => view with { References = view.References with { Strict = on } }),
        ];
        foreach (var setting in all)
            setting.Option.Hidden = true;
        return all;
    }

    /// <summary>A line of help that names the options for reference JSON.</summary>
    public static string Summary(IEnumerable<Setting<ViewSettings>> references) =>
        $"Reference JSON also takes {string.Join(", ", references.Select(one => one.Option.Name + (one.Option.HelpName is { } value ? " " + value : "")))}: see 'omefs help references'.";

    private static Setting<ViewSettings> AllowSource(string value, string description) => Setting.Of(
        new Option<string[]>("--allow-source") { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = false },
        (ViewSettings view, string[] prefixes) => view with { References = view.References with { AllowedSources = [.. prefixes.Select(prefix => PrefixOf("--allow-source", prefix))] } });

    /// <summary>A prefix of sources for the daemon: folders become absolute; everything else stays as it is.</summary>
    private static string PrefixOf(string option, string value) => value switch
    {
        "" => throw new OmeFsException(FaultKind.Usage, $"{option}: a folder, s3://bucket/prefix, https://host/path or 'any' expected, found ''"),
        "any" => value,
        _ when value.Contains("://", StringComparison.Ordinal) => value,
        _ => UserPath.Of(value, option),
    };

    /// <summary>The target of null in a reference document, for the daemon: paths become absolute; URLs stay as they are.</summary>
    private static string TargetOf(string option, string value) => value switch
    {
        "" => throw new OmeFsException(FaultKind.Usage, $"{option}: a file or a URL expected, found ''"),
        _ when value.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && !value.StartsWith("file:///", StringComparison.OrdinalIgnoreCase)
            && !value.StartsWith("file://localhost/", StringComparison.OrdinalIgnoreCase) =>
            throw new OmeFsException(FaultKind.Usage, $"{option}: an absolute path expected behind 'file://', found '{value}'"),
        _ when value.Contains("://", StringComparison.Ordinal) => value,
        _ => UserPath.Of(value, option),
    };
}
