using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>The header of every request. Spec: struct fuse_in_header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseInHeader
{
    /// <summary>Bytes of the whole request, including this header.</summary>
    public uint Len;
    public FuseOpcode Opcode;
    public ulong Unique;
    public ulong Nodeid;
    public uint Uid;
    public uint Gid;
    public uint Pid;
    public ushort TotalExtlen;
    public ushort Padding;
}

/// <summary>The header of every reply. Spec: struct fuse_out_header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseOutHeader
{
    /// <summary>Bytes of the whole reply, including this header; exactly the bytes written.</summary>
    public uint Len;

    /// <summary>0, or a negated errno above -512.</summary>
    public int Error;
    public ulong Unique;
}
