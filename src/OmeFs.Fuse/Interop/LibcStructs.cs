using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Interop;

/// <summary>struct msghdr of 64-bit Linux. musl's narrower lengths are the low halves, because the machines are little-endian.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public ulong NameLength;
    public BufferVector* Vectors;
    public ulong VectorCount;
    public void* Control;
    public ulong ControlLength;
    public long Flags;
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BufferVector
{
    public void* Start;
    public ulong Length;
}

/// <summary>struct cmsghdr with the one descriptor that fusermount3 sends.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DescriptorMessage
{
    /// <summary>SOL_SOCKET and SCM_RIGHTS.</summary>
    public const int SocketLevel = 1, Rights = 1;

    public ulong Length;
    public int Level;
    public int Type;
    public int Descriptor;
    private readonly int _padding;
}

/// <summary>struct sigaction of 64-bit Linux: the C library's, not the kernel's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SignalAction
{
    public nint Handler;
    public fixed ulong Mask[16];
    public int Flags;
    public nint Restorer;
}
