using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Fuse.Mount;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Daemon;

/// <summary>The system calls that make a process a daemon, or end one.</summary>
internal static partial class DaemonProcess
{
    private const string Descriptors = "/proc/self/fd";
    private const int ReadWrite = 2;
    private const int Killed = 9, Terminated = 15;

    /// <summary>
    /// Starts a new session, so that the terminal's Ctrl-C and hang-up do not reach the process. Points the standard streams at /dev/null, so that a
    /// program that waits for them to close, such as `$(omefs mount ...)`, continues. The runtime keeps duplicates of them.
    /// </summary>
    public static void LeaveTerminal()
    {
        _ = setsid();
        var streams = Enumerable.Range(0, 3).Where(number => !StandardStreams.IsTaken(number)).ToDictionary(number => number, number => TargetOf($"{number}"));
        var nothing = open("/dev/null", ReadWrite);
        if (nothing < 0)
            return;
        foreach (var descriptor in Directory.GetFiles(Descriptors).Select(Path.GetFileName))
            if (int.TryParse(descriptor, out var number) && number != nothing && (number <= 2 ? streams.ContainsKey(number) : streams.ContainsValue(TargetOf(descriptor))))
                _ = dup2(nothing, number);
        _ = close(nothing);
    }

    /// <summary>The target of a descriptor: "pipe:[1234]", "/dev/pts/0".</summary>
    private static string? TargetOf(string? descriptor)
    {
        try
        {
            return new FileInfo(Path.Join(Descriptors, descriptor)).LinkTarget;
        }
        catch (IOException)
        {
            return null; // Closed in the meantime.
        }
    }

    /// <summary>Writes to standard output. Unlike the console, it reports a reader that is gone.</summary>
    /// <exception cref="OmeFsException">There is no reader.</exception>
    public static void WriteOutput(string text)
    {
        try
        {
            using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            output.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(FaultKind.SourceFailed, "the command that started the daemon has ended", cause);
        }
    }

    /// <summary>The daemons that serve a mountpoint, as far as this user may see them.</summary>
    /// <param name="mountpoint">As in the kernel's list.</param>
    public static IReadOnlyList<int> Serving(string mountpoint) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0)
            .Where(process => process > 0 && CommandLine(process) is [.., DaemonStart.Command, _, var last] && MountPath.Resolve(PackedNames.Unpack(last)) == mountpoint),
    ];

    /// <summary>Waits until processes have ended, at most for a limited time.</summary>
    public static void WaitForEnd(IReadOnlyList<int> processes, TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit && processes.Any(process => CommandLine(process).Length > 0);)
            Thread.Sleep(10);
    }

    /// <summary>Empty if the process no longer exists.</summary>
    private static string[] CommandLine(int process)
    {
        try
        {
            return NameText.Of(File.ReadAllBytes($"/proc/{process}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            return [];
        }
    }

    public static void EndNow(IReadOnlyList<int> processes)
    {
        foreach (var process in processes)
            _ = kill(process, Killed);
    }

    public static void Terminate(int process) => _ = kill(process, Terminated);

    [LibraryImport("libc")]
    private static partial int setsid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int close(int file);

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
