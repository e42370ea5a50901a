using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>LISTXATTR and GETXATTR: how many bytes the asker has room for; 0 asks how many there are. Spec: struct fuse_getxattr_in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetxattrIn
{
    public uint Size;
    public uint Padding;
}

/// <summary>How many bytes there are, where that was the question. Spec: struct fuse_getxattr_out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetxattrOut
{
    public uint Size;
    public uint Padding;
}
