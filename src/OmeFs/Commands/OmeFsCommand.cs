using System.CommandLine;

namespace OmeFs.Commands;

/// <summary>The root of the command line.</summary>
internal static class OmeFsCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Shows OME-TIFF files as OME-Zarr folders. Nothing is converted or copied: a chunk read is a read of the TIFF.")
        {
            MountCommand.Create(),
            UmountCommand.Create(),
            ListCommand.Create(),
            InspectCommand.Create(),
            VerifyCommand.Create(),
            IndexCommand.Create(),
            DemoCommand.Create(),
        };
        return root.WithExamples(
            "omefs demo",
            "omefs mount data.ome.tiff /mnt/zarr",
            "omefs umount /mnt/zarr");
    }
}
