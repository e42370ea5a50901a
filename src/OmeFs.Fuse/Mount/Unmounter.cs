using System.Runtime.InteropServices;
using OmeFs.Core;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

public enum UnmountResult
{
    Done,

    /// <summary>A program has an open file or its working folder there.</summary>
    Busy,

    /// <summary>The mount is no longer there. If something else is mounted there now, it is left alone.</summary>
    Gone,
}

/// <summary>Unmounts a mount, and never another one in its place.</summary>
internal static class Unmounter
{
    private const int Force = 1, Detach = 2, NoFollow = 8;

    public static UnmountResult Unmount(MountEntry mount, bool lazy)
    {
        if (!IsThere(mount))
            return UnmountResult.Gone;
        if (Libc.EffectiveUser() == 0)
            return Directly(mount.Mountpoint, lazy);
        var result = ThroughFusermount(mount.Mountpoint, lazy, out var said);
        // fusermount3 gives the same message for a missing mount and for one that the user does not own.
        return result == UnmountResult.Gone && IsThere(mount)
            ? throw new OmeFsException(FaultKind.AccessRefused, $"unmounting {mount.Mountpoint} was refused: {said}")
            : result;
    }

    /// <summary>
    /// Ends the connection of a mount: programs that wait for an answer get an error, even if the daemon hangs. The kernel permits this to the owner
    /// and root. False if it cannot be done: without the kernel's control files only root can.
    /// </summary>
    public static bool Abort(MountEntry mount)
    {
        if (!IsThere(mount))
            return true;
        if (Libc.EffectiveUser() == 0)
            return Libc.Unmount(NameText.BytesOf(mount.Mountpoint + '\0'), Force | Detach | NoFollow) == 0;
        try
        {
            File.WriteAllText($"/sys/fs/fuse/connections/{mount.Device.Split(':')[^1]}/abort", "1");
            return true;
        }
        catch (Exception refused) when (SystemFault.Is(refused))
        {
            return false;
        }
    }

    private static bool IsThere(MountEntry mount) => MountTable.At(mount.Mountpoint) is { } there && there.Id == mount.Id && there.Device == mount.Device;

    private static UnmountResult Directly(string mountpoint, bool lazy)
    {
        if (Libc.Unmount(NameText.BytesOf(mountpoint + '\0'), NoFollow | (lazy ? Detach : 0)) == 0)
            return UnmountResult.Done;
        var error = (Errno)Marshal.GetLastPInvokeError();
        return error switch
        {
            Errno.EBUSY => UnmountResult.Busy,
            Errno.EINVAL or Errno.ENOENT => UnmountResult.Gone,
            _ => throw new OmeFsException(FaultKind.SourceFailed, $"unmounting {mountpoint} failed with {error}"),
        };
    }

    private static UnmountResult ThroughFusermount(string mountpoint, bool lazy, out string said)
    {
        using var process = Fusermount.Start(lazy ? ["-u", "-z", "--", mountpoint] : ["-u", "--", mountpoint]);
        said = Fusermount.Finish(process);
        if (said.Length == 0)
            return UnmountResult.Done;
        if (said.Contains("busy"))
            return UnmountResult.Busy;
        if (said.Contains("not found in") || said.Contains("Invalid argument"))
            return UnmountResult.Gone;
        throw new OmeFsException(FaultKind.SourceFailed, $"unmounting {mountpoint} failed: {said}");
    }
}
