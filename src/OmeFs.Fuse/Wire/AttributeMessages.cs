using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Wire;

/// <summary>LISTXATTR and GETXATTR: the bytes that the caller has room for; 0 asks for the length. Spec: struct fuse_getxattr_in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetxattrIn
{
    public uint Size;
    public uint Padding;
}

/// <summary>The length, if the request asked for it. Spec: struct fuse_getxattr_out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FuseGetxattrOut
{
    public uint Size;
    public uint Padding;
}
