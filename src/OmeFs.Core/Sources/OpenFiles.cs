using System.Runtime.InteropServices;

namespace OmeFs.Core.Sources;

/// <summary>
/// Counts the open files of sources in this process and bounds them: by RLIMIT_NOFILE, minus what the program itself needs. At the bound, files
/// that are not being read are closed. Safe from many threads.
/// </summary>
public static partial class OpenFiles
{
    /// <summary>
    /// The most files that the program itself has open. *Measured:* as a .NET runtime build, a mounted folder has 96 files open, two for each
    /// assembly. Libraries that are loaded later, threads and the log take the rest. The native program has 16.
    /// </summary>
    private const int Reserved = 176;

    /// <summary>Arbitrary: one file and its name for each possible reader, and some more.</summary>
    private const int Fewest = 24;

    private const int DescriptorLimit = 7; // RLIMIT_NOFILE

    private static readonly Lock Gate = new();
    private static readonly List<IIdleFiles> Owners = [];
    private static readonly int Most = (int)Math.Clamp(Limit - Reserved, Fewest, int.MaxValue);
    private static int _count;

    /// <summary>Raises the soft limit on open files to the hard limit: the soft limit is for programs that cannot handle many.</summary>
    public static void RaiseLimit()
    {
        if (OperatingSystem.IsLinux() && getrlimit(DescriptorLimit, out var limit) == 0 && limit.Soft < limit.Hard)
            _ = setrlimit(DescriptorLimit, limit with { Soft = limit.Hard });
    }

    /// <summary>The number of files that the process may open.</summary>
    public static long Limit => OperatingSystem.IsLinux() && getrlimit(DescriptorLimit, out var limit) == 0 && limit.Soft < int.MaxValue ? (long)limit.Soft : int.MaxValue;

    /// <summary>The lowest limit with which the program works.</summary>
    public static long LeastLimit => Reserved + Fewest;

    /// <summary>Registers files that may be closed for others, until <see cref="Remove"/>.</summary>
    internal static void Add(IIdleFiles owner)
    {
        lock (Gate)
            Owners.Add(owner);
    }

    internal static void Remove(IIdleFiles owner)
    {
        lock (Gate)
            Owners.Remove(owner);
    }

    /// <summary>
    /// Must be called before a file is opened; counts it. Exceeding the bound is not refused: readers are few.
    /// </summary>
    internal static void Take()
    {
        if (Interlocked.Increment(ref _count) > Most)
            CloseIdle();
    }

    /// <summary>Must be called after a file was closed, or could not be opened.</summary>
    internal static void Return() => Interlocked.Decrement(ref _count);

    /// <summary>Closes some files that are not being read.</summary>
    /// <returns>How many.</returns>
    internal static int CloseIdle()
    {
        IIdleFiles[] owners;
        lock (Gate)
            owners = [.. Owners];
        return owners.Sum(owner => owner.CloseIdle());
    }

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, out ResourceLimit limit);

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, in ResourceLimit limit);

    /// <summary>*Spec:* struct rlimit of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}

/// <summary>Keeps files open that could be closed and reopened.</summary>
internal interface IIdleFiles
{
    /// <summary>Closes some files that are not being read, the longest unused first. Do not call it under the owner's lock.</summary>
    /// <returns>How many.</returns>
    int CloseIdle();
}
