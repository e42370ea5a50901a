using System.Runtime.InteropServices;

namespace OmeFs.Daemon;

/// <summary>The few system calls that make a process a daemon, or end one.</summary>
internal static partial class DaemonProcess
{
    private const string Descriptors = "/proc/self/fd";
    private const int ReadWrite = 2;
    private const int Terminated = 15;

    /// <summary>
    /// Begins a session of its own, so that the terminal's Ctrl-C and hang-up do not reach the process, and points the standard streams at
    /// /dev/null, so that whoever waits for them to close, as `$(omefs mount ...)` does, need not. The runtime keeps duplicates of them.
    /// </summary>
    public static void LeaveTerminal()
    {
        _ = setsid();
        var streams = new[] { TargetOf("0"), TargetOf("1"), TargetOf("2") };
        var nothing = open("/dev/null", ReadWrite);
        if (nothing < 0)
            return;
        foreach (var descriptor in Directory.GetFiles(Descriptors).Select(Path.GetFileName))
            if (int.TryParse(descriptor, out var number) && number != nothing && (number <= 2 || streams.Contains(TargetOf(descriptor))))
                _ = dup2(nothing, number);
        _ = close(nothing);
    }

    /// <summary>What a descriptor leads to: "pipe:[1234]", "/dev/pts/0".</summary>
    private static string? TargetOf(string? descriptor)
    {
        try
        {
            return new FileInfo(Path.Join(Descriptors, descriptor)).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
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
