using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>Codes of unsolicited notifications, in the error field of a reply to request 0. Spec: enum fuse_notify_code.</summary>
internal enum FuseNotifyCode
{
    InvalInode = 2,
    InvalEntry = 3,
}

/// <summary>
/// Invalidates the attributes and cached bytes of a node; for a folder, the cached bytes are its listing. Spec: struct fuse_notify_inval_inode_out.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyInvalInodeOut
{
    public ulong Ino;

    /// <summary>The first byte to invalidate; negative for the attributes alone.</summary>
    public long Off;

    /// <summary>The number of bytes to invalidate; 0 for all the rest.</summary>
    public long Len;
}

/// <summary>
/// Invalidates a cached name in a folder, or its absence. The name and a NUL follow. Spec: struct fuse_notify_inval_entry_out.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyInvalEntryOut
{
    public ulong Parent;

    /// <summary>Bytes of the name without the NUL.</summary>
    public uint Namelen;
    public uint Flags;
}
