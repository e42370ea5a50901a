using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>
/// The kernel's offer. Spec: struct fuse_init_in, without its unused tail; kernels before 7.36 send only the first 16 bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseInitIn
{
    public const int SizeBefore36 = 16;

    public uint Major;
    public uint Minor;
    public uint MaxReadahead;
    public uint Flags;
    public uint Flags2;
}

/// <summary>The reply to INIT. Spec: struct fuse_init_out; 64 bytes in every version since 7.23.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FuseInitOut
{
    public uint Major;
    public uint Minor;
    public uint MaxReadahead;
    public uint Flags;
    public ushort MaxBackground;
    public ushort CongestionThreshold;
    public uint MaxWrite;
    public uint TimeGran;
    public ushort MaxPages;
    public ushort MapAlignment;
    public uint Flags2;
    public uint MaxStackDepth;
    public ushort RequestTimeout;
    public fixed ushort Unused[11];
}
