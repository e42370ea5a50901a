using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.References;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr;

namespace OmeFs.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    /// <param name="whole">Whether folders and reference documents will do, too.</param>
    public static Argument<string> Source(bool whole = true) => new("SOURCE")
    {
        Description = "A TIFF, OME-TIFF or OME-XML file (.ome, .ome.xml, .ome.xml.gz); of a set of OME-TIFFs any file, or its .companion.ome"
            + (whole ? "; a folder of them; or a reference JSON (.json, .json.gz, .json.zst)." : "."),
    };

    public static Argument<string> Mountpoint() => new("MOUNTPOINT") { Description = "An empty folder." };

    /// <summary>The absolute path of what the user named.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/> for an empty name.</exception>
    public static string FullPath(string? name, string what) => string.IsNullOrEmpty(name)
        ? throw new OmeFsException(FaultKind.Usage, $"{what} is empty; a path expected")
        : Path.GetFullPath(name);

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON, for programs." };

    public static Option<MissingFiles> Missing() => new("--missing")
    {
        Description = "Where files of a set are not there: refuse says which; fill shows their planes as missing.",
        DefaultValueFactory = _ => MissingFiles.Refuse,
        HelpName = "refuse|fill",
    };

    public static Option<string[]> AllowSource() => new("--allow-source")
    {
        Description = "For reference JSON: sources beside its own folder that it may refer to: a folder, s3://bucket/prefix, https://host/path, or any. May be given again.",
        HelpName = "PREFIX",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string?> Target() => new("--target")
    {
        Description = "For reference JSON: the file, or URL, that references mean whose URL is null. It need not be allowed by --allow-source.",
        HelpName = "FILE",
    };

    public static Option<bool> SkipRefused() => new("--skip-refused") { Description = "For reference JSON: show keys that refer to other sources too, but let nobody read them." };

    public static Option<bool> Strict() => new("--strict") { Description = "For reference JSON: refuse one of which a key is left out, or whose targets are absent, too small or newer than itself." };

    /// <param name="skipRefused">Null where nothing is read, so that what may not be read is told and is no reason to refuse the document.</param>
    public static ReferenceOptions References(ParseResult parsed, Option<string[]> allowSource, Option<string?> target, Option<bool>? skipRefused, Option<bool> strict) => new()
    {
        Target = parsed.GetValue(target) is { } file ? MountSettings.Target("--target", file) : null,
        AllowedSources = [.. (parsed.GetValue(allowSource) ?? []).Select(prefix => MountSettings.Prefix("--allow-source", prefix))],
        SkipRefused = skipRefused is null || parsed.GetValue(skipRefused),
        Strict = parsed.GetValue(strict),
    };

    public static Option<OmeZarrLayout> Layout() => new("--layout")
    {
        Description = "auto: one image is the root itself, several are groups 0, 1, ...; bioformats2raw: always groups; image: always the root.",
        DefaultValueFactory = _ => OmeZarrLayout.Auto,
        HelpName = "auto|bioformats2raw|image",
    };
}
