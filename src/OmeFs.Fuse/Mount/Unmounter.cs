using System.Runtime.InteropServices;
using OmeFs.Core;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

public enum UnmountResult
{
    Done,

    /// <summary>Someone has a file open or stands in a folder.</summary>
    Busy,

    /// <summary>It is not mounted there any more; what is there now, if anything, is another's and has been left alone.</summary>
    Gone,
}

/// <summary>Takes a mount away, and only the one that is meant.</summary>
internal static class Unmounter
{
    private const int Detach = 2, NoFollow = 8;

    public static UnmountResult Unmount(MountEntry mount, bool lazy)
    {
        var there = MountTable.At(mount.Mountpoint);
        if (there is null || there.Id != mount.Id || there.Device != mount.Device)
            return UnmountResult.Gone;
        return Libc.EffectiveUser() == 0 ? Directly(mount.Mountpoint, lazy) : ThroughFusermount(mount.Mountpoint, lazy);
    }

    private static UnmountResult Directly(string mountpoint, bool lazy)
    {
        if (Libc.Unmount(mountpoint, NoFollow | (lazy ? Detach : 0)) == 0)
            return UnmountResult.Done;
        var error = (Errno)Marshal.GetLastPInvokeError();
        return error switch
        {
            Errno.EBUSY => UnmountResult.Busy,
            Errno.EINVAL or Errno.ENOENT => UnmountResult.Gone,
            _ => throw new OmeFsException(FaultKind.SourceFailed, $"unmounting {mountpoint} failed with {error}"),
        };
    }

    private static UnmountResult ThroughFusermount(string mountpoint, bool lazy)
    {
        using var process = Fusermount.Start(lazy ? ["-u", "-z", "--", mountpoint] : ["-u", "--", mountpoint]);
        var said = Fusermount.Finish(process);
        if (said.Length == 0)
            return UnmountResult.Done;
        if (said.Contains("busy"))
            return UnmountResult.Busy;
        if (said.Contains("not found in") || said.Contains("Invalid argument"))
            return UnmountResult.Gone;
        throw new OmeFsException(FaultKind.SourceFailed, $"unmounting {mountpoint} failed: {said}");
    }
}
