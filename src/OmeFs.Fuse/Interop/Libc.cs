using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;

namespace OmeFs.Fuse.Interop;

/// <summary>
/// C library functions that .NET does not wrap. Only calls and layouts that glibc and musl share on x64 and arm64. There, variadic functions (open,
/// ioctl, fcntl) take integers like any others.
/// </summary>
internal static unsafe partial class Libc
{
    public const int OpenReadWrite = 2, OpenCloseOnExec = 0x80000;
    public const int SetDescriptorFlags = 2, CloseOnExec = 1;
    public const int AddressFamilyUnix = 1, SocketStream = 1;

    /// <summary>Spec: FUSE_DEV_IOC_CLONE of linux/fuse.h, _IOR(229, 0, uint32_t).</summary>
    public const uint CloneDevice = 0x8004E500;

    private const int LongestLink = 4096;

    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(NameMarshaller))]
    public static partial int Open(string path, int flags);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(SafeFileHandle descriptor, nuint request, uint* argument);

    [LibraryImport(Name, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Name, EntryPoint = "socketpair", SetLastError = true)]
    public static partial int SocketPair(int family, int type, int protocol, int* descriptors);

    [LibraryImport(Name, EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport(Name, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Name, EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    [LibraryImport(Name, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(NameMarshaller))]
    public static partial int Mount(string source, string target, string type, nuint flags, string options);

    [LibraryImport(Name, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(NameMarshaller))]
    public static partial int MakeFolder(string path, int mode);

    [LibraryImport(Name, EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(NameMarshaller))]
    public static partial int RemoveFolder(string path);

    /// <param name="target">The path's bytes with a NUL at the end, because file names are bytes.</param>
    [LibraryImport(Name, EntryPoint = "umount2", SetLastError = true)]
    public static partial int Unmount(byte[] target, int flags);

    /// <summary>Called only to make the kernel send us a request.</summary>
    [LibraryImport(Name, EntryPoint = "lgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Custom, StringMarshallingCustomType = typeof(NameMarshaller))]
    public static partial nint GetExtendedAttribute(string path, string name, byte* value, nuint size);

    /// <summary>The target text of a symbolic link; null if there is no readable link. Reads no attributes.</summary>
    public static string? LinkAt(string path)
    {
        var target = stackalloc byte[LongestLink];
        var length = ReadLink(NameText.BytesOf(path + '\0'), target, LongestLink);
        return length > 0 ? NameText.Of(new ReadOnlySpan<byte>(target, (int)length)) : null;
    }

    [LibraryImport(Name, EntryPoint = "readlink", SetLastError = true)]
    private static partial nint ReadLink(byte[] path, byte* target, nuint size);

    [LibraryImport(Name, EntryPoint = "pthread_self")]
    public static partial nint CurrentThread();

    [LibraryImport(Name, EntryPoint = "pthread_kill")]
    public static partial int SignalThread(nint thread, int signal);

    [LibraryImport(Name, EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SetSignalAction(int signal, SignalAction* action, SignalAction* previous);
}
