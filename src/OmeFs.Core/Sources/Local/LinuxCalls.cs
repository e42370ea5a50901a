using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>The system calls that take file names. *Invariant:* names are passed to and from the system as bytes, by <see cref="NameText"/>.</summary>
internal static unsafe partial class LinuxCalls
{
    /// <summary>errno, the same on every architecture of Linux.</summary>
    private const int NotPermitted = 1, NoEntry = 2, Denied = 13, NotFolder = 20, TooManyInSystem = 23, TooMany = 24, NameTooLong = 36, NoSuchCall = 38, Loop = 40;

    private const int CurrentFolder = -100;
    private const int CloseOnExec = 0x80000, PathOnly = 0x200000, NoTerminal = 0x100;
    private const int AtEmptyPath = 0x1000, NoFollow = 0x100, WithoutAsking = 0x4000;
    private const uint Wanted = 0x7FF; // STATX_BASIC_STATS
    private const int OpenAt2 = 437; // The same on every architecture.
    private const ulong NoSymbolicLinks = 4;
    private const int MaxLink = 4096;
    private const short Priority = 2;

    /// <summary>Opens an O_PATH descriptor that only names the path's target. It touches no device and waits for no pipe.</summary>
    /// <param name="followLinks">False: no part of the path may be a symbolic link.</param>
    public static SafeFileHandle Look(string path, bool followLinks, out int error)
    {
        fixed (byte* name = Bytes(path))
        {
            if (name is null)
                return Result(-1, out error, NoEntry);
            if (followLinks)
                return Result(open(name, PathOnly | CloseOnExec), out error);
            var how = new OpenHow { Flags = PathOnly | CloseOnExec, Resolve = NoSymbolicLinks };
            var looked = Result((int)syscall(OpenAt2, CurrentFolder, name, &how, (nuint)sizeof(OpenHow)), out error);
            // Kernels before 5.6 do not have it. The reached file is still judged by its path.
            return error == NoSuchCall ? Result(open(name, PathOnly | CloseOnExec), out error) : looked;
        }
    }

    /// <summary>Opens the target that <see cref="Look"/> named, for reading.</summary>
    public static SafeFileHandle Open(SafeFileHandle looked, out int error)
    {
        var counted = false;
        looked.DangerousAddRef(ref counted);
        try
        {
            fixed (byte* name = Bytes(DescriptorPath(looked)))
                return Result(open(name, NoTerminal | CloseOnExec), out error);
        }
        finally
        {
            looked.DangerousRelease();
        }
    }

    /// <summary>The current path of an open file, without symbolic links; null if the system does not say.</summary>
    public static string? PathOf(SafeFileHandle handle) => LinkAt(DescriptorPath(handle));

    /// <summary>The target text of a symbolic link; null if there is no readable link.</summary>
    public static string? LinkAt(string path)
    {
        var target = stackalloc byte[MaxLink];
        fixed (byte* name = Bytes(path))
        {
            var length = name is null ? -1 : readlink(name, target, MaxLink);
            return length > 0 ? NameText.Of(new ReadOnlySpan<byte>(target, (int)length)) : null;
        }
    }

    /// <summary>The status of the path itself as the file system has it cached: a network file system sends no request to its server.</summary>
    /// <returns>errno, or 0.</returns>
    public static int LookAt(string path, out Statx stat) => Stat(path, NoFollow | WithoutAsking, out stat);

    /// <returns>errno, or 0.</returns>
    public static int Stat(string path, bool followLinks, out Statx stat) => Stat(path, followLinks ? 0 : NoFollow, out stat);

    private static int Stat(string path, int flags, out Statx stat)
    {
        stat = default;
        fixed (byte* name = Bytes(path))
        fixed (Statx* result = &stat)
            return name is null ? NoEntry : statx(CurrentFolder, name, flags, Wanted, result) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <param name="ask">False: a network file system answers from its cache.</param>
    /// <returns>errno, or 0.</returns>
    public static int Stat(SafeHandle handle, bool ask, out Statx stat)
    {
        byte empty = 0;
        stat = default;
        fixed (Statx* result = &stat)
            return statx(handle, &empty, AtEmptyPath | (ask ? 0 : WithoutAsking), Wanted, result) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Calls <paramref name="found"/> with each name in a folder and the kind in its entry, until it returns false.</summary>
    /// <returns>errno, or 0.</returns>
    public static int List(string folder, Func<string, FileForm, bool> found)
    {
        nint stream;
        fixed (byte* name = Bytes(folder))
        {
            if (name is null)
                return NoEntry;
            stream = opendir(name);
        }
        if (stream == 0)
            return Marshal.GetLastPInvokeError();
        try
        {
            while (readdir(stream) is var entry && entry is not null)
                if (NameText.Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry->Name)) is not ("." or "..") and var name && !found(name, FormOf(entry->Type)))
                    return 0;
            return Marshal.GetLastPInvokeError();
        }
        finally
        {
            _ = closedir(stream);
        }
    }

    /// <summary>Whether closing another file would help.</summary>
    public static bool IsTooMany(int error) => error is TooMany or TooManyInSystem;

    /// <summary>The fault for an errno, with a message that says what to do.</summary>
    /// <param name="what">"file" or "folder".</param>
    /// <param name="right">The permission that reading needs: "r on the file".</param>
    public static OmeFsException Fault(int error, string path, string what, string right) => error switch
    {
        NoEntry or NotFolder => new(FaultKind.NotFound, $"{path}: no such {what}"),
        NameTooLong => new(FaultKind.NotFound, $"{path}: no such {what}: the name is longer than a file system allows"),
        Denied or NotPermitted => new(FaultKind.AccessRefused, $"{path}: permission denied; reading it needs {(ClosedAbove(path) is { } closed ? $"x on the folder {closed}" : right)}"),
        Loop => new(FaultKind.NotFound, $"{path}: no such {what}: its symbolic links lead in a circle, or one was put there meanwhile"),
        TooMany => new(FaultKind.SourceFailed, $"{path}: cannot be opened: the process has as many files open as it may; see 'ulimit -n'"),
        TooManyInSystem => new(FaultKind.SourceFailed, $"{path}: cannot be opened: the system has as many files open as it can"),
        _ => new(FaultKind.SourceFailed, $"{path}: cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}"),
    };

    /// <summary>The first folder above a path that does not let this user through; null if all do.</summary>
    private static string? ClosedAbove(string path)
    {
        for (var at = path.IndexOf('/', 1); at > 0; at = path.IndexOf('/', at + 1))
            if (Stat(path[..at], followLinks: true, out _) == Denied)
                return Path.GetDirectoryName(path[..at]);
        return Stat(path, followLinks: false, out _) == Denied ? Path.GetDirectoryName(path) : null;
    }

    /// <summary>Whether the list of mounts has changed since it was read, or since the last call. *Spec:* proc_pid_mounts(5).</summary>
    public static bool HasChanged(SafeFileHandle list)
    {
        var counted = false;
        list.DangerousAddRef(ref counted);
        var entry = new PollEntry { Descriptor = (int)list.DangerousGetHandle(), Wanted = Priority };
        var ready = poll(&entry, 1, 0);
        list.DangerousRelease();
        return ready != 0;
    }

    private static string DescriptorPath(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    /// <summary>The path with a NUL at the end. Empty, and so a null pointer once fixed, for a text that cannot be a path.</summary>
    private static byte[] Bytes(string path) => path.Length == 0 || path.Contains('\0') ? [] : NameText.BytesOf(path + '\0');

    private static SafeFileHandle Result(int descriptor, out int error, int? known = null)
    {
        error = descriptor >= 0 ? 0 : known ?? Marshal.GetLastPInvokeError();
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>*Spec:* d_type of readdir(3).</summary>
    private static FileForm FormOf(byte type) => type switch
    {
        0 => FileForm.Absent,
        4 => FileForm.Folder,
        8 => FileForm.File,
        10 => FileForm.Link,
        _ => FileForm.Other,
    };

    [LibraryImport("libc", SetLastError = true)]
    private static partial int open(byte* path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int statx(int folder, byte* path, int flags, uint mask, Statx* result);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int statx(SafeHandle handle, byte* path, int flags, uint mask, Statx* result);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint readlink(byte* path, byte* target, nuint size);

    [LibraryImport("libc")]
    private static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint opendir(byte* path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial Entry* readdir(nint stream);

    [LibraryImport("libc")]
    private static partial int closedir(nint stream);

    /// <summary>*Spec:* struct open_how of openat2(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary>*Spec:* struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    /// <summary>struct dirent of 64-bit Linux, the same in glibc and musl.</summary>
    [StructLayout(LayoutKind.Explicit)]
    private struct Entry
    {
        [FieldOffset(18)]
        public byte Type;

        [FieldOffset(19)]
        public fixed byte Name[256];
    }
}
