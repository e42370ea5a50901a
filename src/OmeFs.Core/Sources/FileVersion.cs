using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources;

/// <summary>What an open file's metadata say of its version: one statx call on Linux, no allocation.</summary>
internal readonly partial record struct FileVersion(SourceIdentity Identity, bool Unlinked)
{
    private const int AtEmptyPath = 0x1000;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int FormatMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000, SymbolicLink = 0xA000;
    private const uint BasicStats = 0x7FF;

    public long Length => Identity.Length;

    public static unsafe FileVersion Of(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
            return Portable(handle);
        Statx stat;
        byte empty = 0;
        if (statx((int)handle.DangerousGetHandle(), &empty, AtEmptyPath, BasicStats, &stat) != 0)
            throw new OmeFsException(FaultKind.SourceFailed, $"statx failed with errno {Marshal.GetLastSystemError()}");
        return new FileVersion(IdentityOf(stat), stat.Links == 0);
    }

    /// <summary>Whether a path leads to something that is there and neither file nor folder; opening a pipe would wait for a writer.</summary>
    public static unsafe bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        Statx stat;
        var bytes = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* name = bytes)
            return statx(CurrentFolder, name, 0, BasicStats, &stat) == 0 && (stat.Mode & FormatMask) is not (RegularFile or Folder);
    }

    /// <summary>What lies at a path itself, not at what a symbolic link there leads to; <c>default</c> where nothing can be seen.</summary>
    public static unsafe PathVersion OfPath(string path)
    {
        if (!OperatingSystem.IsLinux())
            return PortablePath(path);
        Statx stat;
        var bytes = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* name = bytes)
            if (statx(CurrentFolder, name, NoFollow, BasicStats, &stat) != 0)
                return default;
        var kind = (stat.Mode & FormatMask) switch
        {
            RegularFile => PathKind.File,
            Folder => PathKind.Folder,
            SymbolicLink => PathKind.Link,
            _ => PathKind.Other,
        };
        return new PathVersion(kind, IdentityOf(stat));
    }

    private static SourceIdentity IdentityOf(in Statx stat) =>
        new((long)stat.Size, (stat.ModifiedSeconds * 1_000_000_000) + stat.ModifiedNanoseconds, stat.Inode);

    private static PathVersion PortablePath(string path)
    {
        FileSystemInfo there = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!there.Exists)
            return default;
        var kind = there.LinkTarget is not null ? PathKind.Link : there is DirectoryInfo ? PathKind.Folder : PathKind.File;
        var modified = (there.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        return new PathVersion(kind, new SourceIdentity((there as FileInfo)?.Length ?? 0, modified, 0));
    }

    /// <summary>The path under which an open file lies now, free of links; <paramref name="opened"/>, resolved, where the system cannot say.</summary>
    public static string PathOf(SafeFileHandle handle, string opened) => OperatingSystem.IsLinux()
        ? new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget ?? ""
        : File.ResolveLinkTarget(opened, returnFinalTarget: true)?.FullName ?? opened;

    private static FileVersion Portable(SafeFileHandle handle)
    {
        var modified = (File.GetLastWriteTimeUtc(handle) - DateTime.UnixEpoch).Ticks * 100;
        return new FileVersion(new SourceIdentity(RandomAccess.GetLength(handle), modified, 0), false);
    }

    [LibraryImport("libc")]
    private static unsafe partial int statx(int folder, byte* path, int flags, uint mask, Statx* result);

    /// <summary>The fields of struct statx that matter here; its layout is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;
    }
}
