using System.CommandLine;

namespace OmeFs.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    /// <param name="whole">Whether folders and reference documents are accepted too.</param>
    public static Argument<string> Source(bool whole = true) => new("SOURCE") { Description = SourceDescription(whole, references: whole) };

    /// <summary>One or more files, and folders of them.</summary>
    public static Argument<string[]> Sources(bool references) => new("SOURCE")
    {
        Description = SourceDescription(folder: true, references) + " More than one may be given.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Argument<string> Mountpoint() => new("MOUNTPOINT") { Description = "An empty folder; made if its last part does not exist." };

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

    private static string SourceDescription(bool folder, bool references) =>
        "A TIFF, OME-TIFF or OME-XML file (of a multi-file OME-TIFF, any one)"
        + (folder ? "; a folder of such files" : "") + (references ? "; or references, in JSON (.json, .json.gz, .json.zst) or a folder in Parquet (.parq)." : ".");
}
