using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>Checks that a mountpoint can be used; a fault says what is wrong.</summary>
internal static class MountPreflight
{
    /// <summary>Dead mounts may be stacked. More than this many are something else. Arbitrary.</summary>
    private const int MaxStale = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Returns an empty folder with nothing mounted on it.</summary>
    /// <param name="make">Whether to create a folder that does not exist.</param>
    public static MountpointFolder Prepare(string mountpoint, bool make, ILogger log)
    {
        if (string.IsNullOrEmpty(mountpoint) || mountpoint.Contains('\0'))
            throw new OmeFsException(FaultKind.Usage, "the mountpoint is an empty path");
        var path = MountPath.Resolve(Path.GetFullPath(mountpoint));
        RemoveStale(path, log);
        return MountPath.Within(Limit, path, () => EmptyFolder(path, make));
    }

    private static void RemoveStale(string path, ILogger log)
    {
        for (var removed = 0; MountTable.At(path) is { Type: not "autofs" } there; removed++)
        {
            var health = there.Type == FuseMount.Type && removed < MaxStale ? MountProbe.Check(path) : MountHealth.Answers;
            if (health != MountHealth.Dead)
                throw new OmeFsException(
                    FaultKind.AccessRefused,
                    $"{path} is a mountpoint already: '{there.Source}' (type {there.Type}) is mounted there"
                        + (health == MountHealth.Silent ? ", and does not answer; 'omefs umount --force' ends it" : ""));
            if (Unmounter.Unmount(there, lazy: true) == UnmountResult.Done)
                Log.StaleMountRemoved(log, path);
        }
    }

    private static MountpointFolder EmptyFolder(string path, bool make)
    {
        switch (FileStatus.OfPath(path).Form)
        {
            case FileForm.Folder:
                RequireEmpty(path);
                return new MountpointFolder(path, null);
            case FileForm.Absent when make:
                return MountpointFolder.Create(path);
            case FileForm.Absent:
                throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {path} does not exist or is not accessible");
            default:
                throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} is a file; a mountpoint is an empty folder");
        }
    }

    private static void RequireEmpty(string path)
    {
        var folder = Libc.Open(path, Libc.OpenCloseOnExec);
        if (folder < 0)
            throw Unreadable(path, Marshal.GetLastPInvokeError());
        try
        {
            // The runtime would use a different name if this one is not UTF-8.
            if (Directory.EnumerateFileSystemEntries($"/proc/self/fd/{folder}").FirstOrDefault() is { } first)
                throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} is not empty: it has '{Path.GetFileName(first)}' in it");
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"the mountpoint {path} cannot be read: {SystemFault.Words(cause)}", cause);
        }
        finally
        {
            _ = Libc.Close(folder);
        }
    }

    private static OmeFsException Unreadable(string path, int error) => (Errno)error == Errno.EACCES
        ? new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} may not be read: {SystemFault.Words(error)}")
        : new OmeFsException(FaultKind.SourceFailed, $"the mountpoint {path} cannot be read: {SystemFault.Words(error)}");
}
