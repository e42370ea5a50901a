using System.Runtime.InteropServices;

namespace OmeFs.Core.Sources;

/// <summary>
/// How many files of sources are open in this process, and how many may be: what the system lets it open (RLIMIT_NOFILE), less what the program
/// itself needs. Where there is no room for another, files that nobody is reading are closed. Safe from many threads.
/// </summary>
public static partial class OpenFiles
{
    /// <summary>
    /// What the program itself has open at most. *Measured:* built for the .NET runtime, a mounted folder has 96 files open, two of them for each
    /// assembly; libraries that are loaded later, threads and the log take the rest. The native program has 16.
    /// </summary>
    private const int Reserved = 176;

    /// <summary>Arbitrary: as many readers as there may be, each with a file and its name, and some more.</summary>
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

    /// <summary>How many files the process may open.</summary>
    public static long Limit => OperatingSystem.IsLinux() && getrlimit(DescriptorLimit, out var limit) == 0 && limit.Soft < int.MaxValue ? (long)limit.Soft : int.MaxValue;

    /// <summary>The least limit with which the program works.</summary>
    public static long LeastLimit => Reserved + Fewest;

    /// <summary>Files that may be closed for others, until <see cref="Remove"/>.</summary>
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

    /// <summary>To be called before a file is opened, which counts from now on. Opening more than there is room for is not refused: readers are few.</summary>
    internal static void Take()
    {
        if (Interlocked.Increment(ref _count) > Most)
            CloseIdle();
    }

    /// <summary>To be called when a file has been closed, or could not be opened.</summary>
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

/// <summary>Keeps files open that could be closed and opened again.</summary>
internal interface IIdleFiles
{
    /// <summary>Closes some files that are not being read, the longest unused first. Do not call it under the owner's lock.</summary>
    /// <returns>How many.</returns>
    int CloseIdle();
}
