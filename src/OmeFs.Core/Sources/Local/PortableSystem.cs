using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>Local files through .NET's portable API. It has no permission bits and no inode numbers, so all users may read every file.</summary>
internal sealed class PortableSystem : ILocalSystem
{
    public SafeFileHandle Open(string path, FilePolicy? policy)
    {
        if (Directory.Exists(path))
            throw new OmeFsException(FaultKind.Unsupported, $"{path}: is a folder; a file expected");
        policy?.Judged(path);
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OmeFsException(FaultKind.NotFound, $"{path}: no such file", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: permission denied; reading it needs r on the file", cause);
        }
        catch (IOException cause)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{path}: cannot be opened: {SystemFault.Words(cause)}", cause);
        }
    }

    public List<(string Name, FileForm Form)> Entries(string folder, int most)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Take(most).Select(entry => (entry.Name, FormOf(entry, followLinks: false)))];
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new OmeFsException(FaultKind.NotFound, $"{folder}: no such folder", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"{folder}: permission denied; reading it needs r and x on the folder", cause);
        }
        catch (IOException cause)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"{folder}: cannot be listed: {SystemFault.Words(cause)}", cause);
        }
    }

    public FileVersion VersionOf(SafeFileHandle file) => new(IdentityOf(file), new FileState(0, 0, 0, 0, Links: 1));

    public FileStatus StatusOf(SafeHandle handle) => handle is SafeFileHandle file ? Status(FileForm.File, IdentityOf(file)) : default;

    public FileStatus StatusAt(string path, bool followLinks)
    {
        FileSystemInfo there = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return there.Exists
            ? Status(FormOf(there, followLinks), new SourceIdentity((there as FileInfo)?.Length ?? 0, Nanoseconds(there.LastWriteTimeUtc), 0))
            : default;
    }

    public (string RealPath, FileStatus Status)? Reach(string path) => StatusAt(path, followLinks: true) is { Form: not FileForm.Absent } status
        ? (new RealPath(home: null).Of(path), status)
        : null;

    public string PathOf(SafeFileHandle file) => "";

    public string? LinkAt(string path, DeviceNumber? home) => new FileInfo(path).LinkTarget is { Length: > 0 } target ? target : null;

    public bool IsOmeFsMount(DeviceNumber device) => false;

    public string WorkingFolder() => Directory.GetCurrentDirectory();

    private static FileForm FormOf(FileSystemInfo entry, bool followLinks) =>
        entry.LinkTarget is not null && !followLinks ? FileForm.Link : entry is DirectoryInfo ? FileForm.Folder : FileForm.File;

    private static FileStatus Status(FileForm form, SourceIdentity identity) => new(form, identity) { Access = ReadAccess.OfFile(0, 0, ReadAccess.Everybody) };

    private static SourceIdentity IdentityOf(SafeFileHandle file) => new(RandomAccess.GetLength(file), Nanoseconds(File.GetLastWriteTimeUtc(file)), 0);

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;
}
