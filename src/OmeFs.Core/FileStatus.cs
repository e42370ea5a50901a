using System.Runtime.InteropServices;

namespace OmeFs.Core;

/// <summary>What a path or a descriptor leads to.</summary>
public enum FileForm
{
    /// <summary>Nothing, or nothing that may be looked at.</summary>
    Absent,
    File,
    Folder,
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}

/// <summary>Which file something is: a name may lead to another one a moment later, device and inode may not.</summary>
/// <param name="Device">st_dev as the C library spells it.</param>
public readonly partial record struct FileStatus(FileForm Form, ulong Device, ulong Inode, long Size)
{
    private const int AtEmptyPath = 0x1000, CurrentFolder = -100, NoFollow = 0x100;
    private const int FormatMask = 0xF000, RegularFile = 0x8000, Folder = 0x4000, SymbolicLink = 0xA000;
    private const uint BasicStats = 0x7FF;

    /// <summary>Whether both are the same file, whatever its size was.</summary>
    public bool IsSameAs(FileStatus other) => Form != FileForm.Absent && (Form, Device, Inode) == (other.Form, other.Device, other.Inode);

    public static FileStatus Of(SafeHandle handle) => Ask((int)handle.DangerousGetHandle(), "", AtEmptyPath);

    /// <summary>What is at the path itself, not what a symbolic link there leads to.</summary>
    public static FileStatus OfPath(string path) => Ask(CurrentFolder, path, NoFollow);

    private static FileStatus Ask(int folder, string path, int flags)
    {
        if (statx(folder, path, flags, BasicStats, out var stat) != 0)
            return default;
        var form = (stat.Mode & FormatMask) switch
        {
            RegularFile => FileForm.File,
            Folder => FileForm.Folder,
            SymbolicLink => FileForm.Link,
            _ => FileForm.Other,
        };
        return new FileStatus(form, Number(stat.DeviceMajor, stat.DeviceMinor), stat.Inode, (long)stat.Size);
    }

    /// <summary>gnu_dev_makedev(3): twelve low bits of the major are between the minor's low eight and its rest.</summary>
    private static ulong Number(uint major, uint minor) =>
        (minor & 0xFF) | ((ulong)(major & 0xFFF) << 8) | ((ulong)(minor & ~0xFFu) << 12) | ((ulong)(major & ~0xFFFu) << 32);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(NameMarshaller))]
    private static partial int statx(int folder, string path, int flags, uint mask, out Statx result);

    /// <summary>The fields of struct statx that matter here; its layout is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
