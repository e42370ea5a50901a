using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>Before every request. Spec: struct fuse_in_header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseInHeader
{
    /// <summary>Of the whole request, this header included.</summary>
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

/// <summary>Before every reply. Spec: struct fuse_out_header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseOutHeader
{
    /// <summary>Of the whole reply, this header included; exactly what is written.</summary>
    public uint Len;

    /// <summary>0, or a negated errno above -512.</summary>
    public int Error;
    public ulong Unique;
}
