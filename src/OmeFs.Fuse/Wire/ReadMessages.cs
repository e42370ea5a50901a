using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>READ, READDIR and READDIRPLUS; for folders the offset is the cookie to go on after. Spec: struct fuse_read_in.</summary>
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

/// <summary>A folder's entry; the name follows, padded to 8 bytes. Spec: struct fuse_dirent.</summary>
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

/// <summary>A folder's entry with what LOOKUP would say of it. Spec: struct fuse_direntplus.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseDirentplus
{
    public FuseEntryOut EntryOut;
    public FuseDirent Dirent;
}
