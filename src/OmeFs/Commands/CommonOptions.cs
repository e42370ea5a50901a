using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr;

namespace OmeFs.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    /// <param name="whole">Whether folders and reference documents are accepted, too.</param>
    public static Argument<string> Source(bool whole = true) => new("SOURCE") { Description = SourceDescription(whole, references: whole) };

    /// <summary>One or more files, and folders of them.</summary>
    public static Argument<string[]> Sources(bool references) => new("SOURCE")
    {
        Description = SourceDescription(folder: true, references) + " More than one may be given.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<string> Mountpoint() => new("MOUNTPOINT") { Description = "An empty folder; made if its last part does not exist." };

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

    public static Option<MissingFiles> Missing() => Choice.Option<MissingFiles>(
        "--missing", "If files of a multi-file OME-TIFF are absent: refuse (default), or fill: their planes are missing.");

    public static Option<OmeZarrLayout> Layout() => Choice.Option<OmeZarrLayout>(
        "--layout", "auto (default): one image is the root, several are groups 0, 1, ...; bioformats2raw: always groups; image: always the root.");

    public static ReferenceArguments References(bool reading) => new(reading);

    /// <summary>Of commands that take no reference JSON.</summary>
    public static Option<string[]> AllowSource() => new("--allow-source")
    {
        Description = "A folder, other than a multi-file OME-TIFF's own, that symbolic links to its files may lead to. May be repeated.",
        HelpName = "FOLDER",
        AllowMultipleArgumentsPerToken = false,
    };

    public static IReadOnlyList<string> AllowedSources(ParseResult parsed, Option<string[]> allowSource) =>
        [.. (parsed.GetValue(allowSource) ?? []).Select(prefix => MountSettings.Prefix("--allow-source", prefix))];

    private static string SourceDescription(bool folder, bool references) =>
        "A TIFF, OME-TIFF or OME-XML file (of a multi-file OME-TIFF, any one)"
        + (folder ? "; a folder of such files" : "") + (references ? "; or reference JSON (.json, .json.gz, .json.zst)." : ".");
}
