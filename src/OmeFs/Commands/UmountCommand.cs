using System.CommandLine;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Fuse.Mount;

namespace OmeFs.Commands;

/// <summary>`omefs umount`.</summary>
internal static class UmountCommand
{
    public static Command Create()
    {
        var mountpoint = new Argument<string>("MOUNTPOINT") { Description = "Where it is mounted; see 'omefs list'." };
        var lazy = new Option<bool>("--lazy", "-l") { Description = "Hide it now, and end once no file is open any more." };
        var command = new Command("umount", "Unmounts what 'omefs mount' mounted.") { mountpoint, lazy };
        command.Aliases.Add("unmount");
        command.SetAction(parsed => Run(UserPath.Of(parsed.GetValue(mountpoint), "MOUNTPOINT"), parsed.GetValue(lazy)));
        return command.WithExamples("omefs umount /mnt/data.ome.zarr", "omefs umount --lazy /mnt/data.ome.zarr");
    }

    private static int Run(string path, bool lazy)
    {
        var entry = FuseMount.List().LastOrDefault(mount => mount.Mountpoint == path || mount.Mountpoint == Resolved(path));
        if (entry is null)
            throw new OmeFsException(FaultKind.NotFound, $"{path}: omefs has nothing mounted there; 'omefs list' shows what it has");
        return FuseMount.Unmount(entry, lazy) switch
        {
            UnmountResult.Busy => throw new OmeFsException(
                FaultKind.SourceFailed, $"{path}: is in use; close what is open in it ('fuser -vm {path}' shows by whom), or use --lazy"),
            UnmountResult.Done or UnmountResult.Gone => ExitCode.Done,
        };
    }

    /// <summary>The kernel lists mountpoints without symbolic links. The mountpoint itself may be dead, so only its folder is asked.</summary>
    private static string Resolved(string path)
    {
        var folder = Path.GetDirectoryName(path);
        var target = folder is null ? null : Directory.ResolveLinkTarget(folder, returnFinalTarget: true);
        return target is null ? path : Path.Join(target.FullName, Path.GetFileName(path));
    }
}
