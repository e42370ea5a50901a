using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources;

/// <summary>What an open file's metadata say of its version: one statx call on Linux, no allocation.</summary>
internal readonly record struct FileVersion(SourceIdentity Identity, FileState State)
{
    public bool Unlinked => State.Links == 0;

    public long Length => Identity.Length;

    /// <exception cref="OmeFsException">The file system does not say.</exception>
    public static FileVersion Of(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
            return Portable(handle);
        if (LocalCalls.Stat(handle, ask: true, out var stat) is var error && error != 0)
            throw LocalCalls.Fault(error, LocalCalls.PathOf(handle) ?? "an open file", "file", "r on the file");
        return new FileVersion(stat.Identity, stat.State);
    }

    /// <summary>What lies at a path; <c>default</c> if nothing can be seen there.</summary>
    /// <param name="followLinks">True: what a symbolic link there leads to, and not the link itself.</param>
    public static PathVersion OfPath(string path, bool followLinks = false)
    {
        if (!OperatingSystem.IsLinux())
            return PortablePath(path, followLinks);
        return LocalCalls.Stat(path, followLinks, out var stat) == 0 ? new PathVersion(stat.Kind, stat.Identity, stat.Device) { Access = stat.Access } : default;
    }

    private static PathVersion PortablePath(string path, bool followLinks)
    {
        FileSystemInfo there = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!there.Exists)
            return default;
        var kind = there.LinkTarget is not null && !followLinks ? PathKind.Link : there is DirectoryInfo ? PathKind.Folder : PathKind.File;
        var modified = (there.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        return new PathVersion(kind, new SourceIdentity((there as FileInfo)?.Length ?? 0, modified, 0));
    }

    private static FileVersion Portable(SafeFileHandle handle)
    {
        var modified = (File.GetLastWriteTimeUtc(handle) - DateTime.UnixEpoch).Ticks * 100;
        return new FileVersion(new SourceIdentity(RandomAccess.GetLength(handle), modified, 0), new FileState(0, 0, 0, 0, Links: 1));
    }
}
