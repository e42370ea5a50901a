using System.CommandLine;
using OmeFs.Core;
using OmeFs.Core.Series;
using OmeFs.Core.Zarr;

namespace OmeFs.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    public static Argument<string> Source(bool folders = true) => new("SOURCE")
    {
        Description = "A TIFF, OME-TIFF or OME-XML file (.ome, .ome.xml, .ome.xml.gz); of a set of OME-TIFFs any file, or its .companion.ome"
            + (folders ? "; or a folder of them." : "."),
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

    public static Option<OmeZarrLayout> Layout() => new("--layout")
    {
        Description = "auto: one image is the root itself, several are groups 0, 1, ...; bioformats2raw: always groups; image: always the root.",
        DefaultValueFactory = _ => OmeZarrLayout.Auto,
        HelpName = "auto|bioformats2raw|image",
    };
}
