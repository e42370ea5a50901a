using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>Makes sure that a mountpoint can be used, and says what is wrong where not.</summary>
internal static class MountPreflight
{
    /// <summary>Dead mounts may lie on one another; more than this many is something else. Arbitrary.</summary>
    private const int MaxStale = 16;

    /// <summary>An empty folder with nothing mounted on it, as a path without symbolic links.</summary>
    public static string Prepare(string mountpoint, ILogger log)
    {
        if (string.IsNullOrEmpty(mountpoint) || mountpoint.Contains('\0'))
            throw new OmeFsException(FaultKind.Usage, "the mountpoint is an empty path");
        var path = Resolve(mountpoint);
        RemoveStale(path, log);
        RequireEmptyFolder(path);
        return path;
    }

    private static unsafe string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var resolved = Libc.RealPath(full, null);
        if (resolved is null)
        {
            // A dead mount may be the reason: then the path itself is all there is, and the list of mounts has it.
            var error = (Errno)Marshal.GetLastPInvokeError();
            return error switch
            {
                Errno.ENOENT => throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {full} does not exist; make it with: mkdir -p '{full}'"),
                Errno.ENOTDIR => throw new OmeFsException(FaultKind.Usage, $"the mountpoint {full} does not lie in a folder"),
                _ => full,
            };
        }
        try
        {
            return Marshal.PtrToStringUTF8((nint)resolved)!;
        }
        finally
        {
            Libc.Free(resolved);
        }
    }

    private static void RemoveStale(string path, ILogger log)
    {
        for (var removed = 0; MountTable.At(path) is { Type: not "autofs" } there; removed++)
        {
            if (there.Type != FuseMount.Type || !IsDead(path) || removed == MaxStale)
                throw new OmeFsException(FaultKind.Usage, $"{path} is a mountpoint already: '{there.Source}' (type {there.Type}) is mounted there");
            if (Unmounter.Unmount(there, lazy: true) == UnmountResult.Done)
                Log.StaleMountRemoved(log, path);
        }
    }

    /// <summary>statfs is the one question that the kernel never answers from memory.</summary>
    internal static unsafe bool IsDead(string path)
    {
        var result = stackalloc byte[256];
        return Libc.StatFs(path, result) != 0 && (Errno)Marshal.GetLastPInvokeError() is Errno.ENOTCONN or Errno.ECONNABORTED;
    }

    private static void RequireEmptyFolder(string path)
    {
        if (File.Exists(path))
            throw new OmeFsException(FaultKind.Usage, $"the mountpoint {path} is a file; a mountpoint is an empty folder");
        if (!Directory.Exists(path))
            throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {path} does not exist or may not be looked at");
        try
        {
            if (Directory.EnumerateFileSystemEntries(path).FirstOrDefault() is { } first)
                throw new OmeFsException(FaultKind.Usage, $"the mountpoint {path} is not empty: it has '{Path.GetFileName(first)}' in it");
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
