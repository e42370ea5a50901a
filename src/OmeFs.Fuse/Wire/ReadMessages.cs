using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>READ, READDIR and READDIRPLUS. For folders, the offset is the cookie to continue after. Spec: struct fuse_read_in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseReadIn
{
    public ulong Fh;
    public ulong Offset;
    public uint Size;
    public uint ReadFlags;
    public ulong LockOwner;
    public uint Flags;
    public uint Padding;
}

/// <summary>An entry of a folder; the name follows, padded to 8 bytes. Spec: struct fuse_dirent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseDirent
{
    /// <summary>DT_DIR and DT_REG.</summary>
    public const uint Folder = 4, File = 8;

    public ulong Ino;
    public ulong Off;
    public uint Namelen;
    public uint Type;
}

/// <summary>An entry of a folder with the reply of its LOOKUP. Spec: struct fuse_direntplus.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseDirentplus
{
    public FuseEntryOut EntryOut;
    public FuseDirent Dirent;
}
