using System.CommandLine;

namespace OmeFs.Commands;

/// <summary>The root of the command line.</summary>
internal static class OmeFsCommand
{
    /// <summary>A word that begins with '@' is a file name like any other.</summary>
    private static readonly ParserConfiguration Plainly = new() { ResponseFileTokenReplacer = null };

    public static ParseResult Parse(IReadOnlyList<string> words) => Create().Parse(words, Plainly);

    public static RootCommand Create()
    {
        var root = new RootCommand("Shows OME-TIFF files as OME-Zarr folders. Nothing is converted or copied: reading a chunk reads the TIFF.")
        {
            MountCommand.Create(),
            DaemonCommand.Create(),
            UmountCommand.Create(),
            ListCommand.Create(),
            InspectCommand.Create(),
            VerifyCommand.Create(),
            IndexCommand.Create(),
            DemoCommand.Create(),
            HelpCommand.Create(),
            VersionCommand.Create(),
            GenerateCommand.Create(),
        };
        var version = root.Options.OfType<VersionOption>().Single();
        version.Aliases.Add("-V");
        version.Description = "Show the version.";
        return root.WithExamples(
            "omefs demo",
            "omefs mount data.ome.tiff /mnt/data.ome.zarr",
            "omefs umount /mnt/data.ome.zarr");
    }
}
