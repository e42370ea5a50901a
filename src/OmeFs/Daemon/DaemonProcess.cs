using System.Runtime.InteropServices;

namespace OmeFs.Daemon;

/// <summary>The few system calls that make a process a daemon, or end one.</summary>
internal static partial class DaemonProcess
{
    private const int ReadWrite = 2;
    private const int Terminated = 15;

    /// <summary>
    /// Begins a session of its own, so that the terminal's Ctrl-C and hang-up do not reach the process, and points the standard streams at
    /// /dev/null, so that whoever waits for them to close need not.
    /// </summary>
    public static void LeaveTerminal()
    {
        _ = setsid();
        var nothing = open("/dev/null", ReadWrite);
        for (var stream = 0; stream <= 2 && nothing >= 0; stream++)
            _ = dup2(nothing, stream);
        if (nothing > 2)
            _ = close(nothing);
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
