using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>Codes of unsolicited notifications, in the error field of a reply to request 0. Spec: enum fuse_notify_code.</summary>
internal enum FuseNotifyCode
{
    InvalInode = 2,
    InvalEntry = 3,
}

/// <summary>Attributes and cached bytes of a node are no longer good; of a folder the cached bytes are its listing. Spec: struct fuse_notify_inval_inode_out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyInvalInodeOut
{
    public ulong Ino;

    /// <summary>From here on; negative for the attributes alone.</summary>
    public long Off;

    /// <summary>0 for all the rest.</summary>
    public long Len;
}

/// <summary>Before a name and a NUL: whatever the name led to in this folder, or that it led nowhere. Spec: struct fuse_notify_inval_entry_out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseNotifyInvalEntryOut
{
    public ulong Parent;

    /// <summary>Without the NUL.</summary>
    public uint Namelen;
    public uint Flags;
}
