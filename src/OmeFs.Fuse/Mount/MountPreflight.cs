using Microsoft.Extensions.Logging;
using OmeFs.Core;

namespace OmeFs.Fuse.Mount;

/// <summary>Makes sure that a mountpoint can be used, and says what is wrong if not.</summary>
internal static class MountPreflight
{
    /// <summary>Dead mounts may be on top of one another; more than this many is something else. Arbitrary.</summary>
    private const int MaxStale = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>An empty folder with nothing mounted on it.</summary>
    /// <param name="make">Whether a folder that is not there is made.</param>
    public static MadeFolder Prepare(string mountpoint, bool make, ILogger log)
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
            var health = there.Type == FuseMount.Type && removed < MaxStale ? MountProbe.Ask(path) : MountHealth.Answers;
            if (health != MountHealth.Dead)
                throw new OmeFsException(
                    FaultKind.AccessRefused,
                    $"{path} is a mountpoint already: '{there.Source}' (type {there.Type}) is mounted there"
                        + (health == MountHealth.Silent ? ", and does not answer; 'omefs umount --force' ends it" : ""));
            if (Unmounter.Unmount(there, lazy: true) == UnmountResult.Done)
                Log.StaleMountRemoved(log, path);
        }
    }

    private static MadeFolder EmptyFolder(string path, bool make)
    {
        switch (FileStatus.OfPath(path).Form)
        {
            case FileForm.Folder:
                RequireEmpty(path);
                return new MadeFolder(path, null);
            case FileForm.Absent when make:
                return MadeFolder.Make(path);
            case FileForm.Absent:
                throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {path} does not exist or may not be looked at");
            default:
                throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} is a file; a mountpoint is an empty folder");
        }
    }

    private static void RequireEmpty(string path)
    {
        try
        {
            if (Directory.EnumerateFileSystemEntries(path).FirstOrDefault() is { } first)
                throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} is not empty: it has '{Path.GetFileName(first)}' in it");
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} may not be read: {SystemFault.Words(refused)}", refused);
        }
        catch (IOException failure)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"the mountpoint {path} cannot be read: {SystemFault.Words(failure)}", failure);
        }
    }
}
