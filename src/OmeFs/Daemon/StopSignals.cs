using System.Runtime.InteropServices;

namespace OmeFs.Daemon;

/// <summary>
/// Signals of a process that must not end by them, for as long as this lives: those that ask for an end call back, any number of times;
/// all others that would end the process are ignored from then on.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    /// <summary>SIGXCPU and SIGPWR, which .NET has no names for: time or power is short.</summary>
    private const int ProcessorTime = 24, PowerFails = 30;

    private const int DefaultAction = 0, Ignore = 1, Highest = 64;

    private static readonly int[] Asking =
    [
        (int)PosixSignal.SIGTERM, (int)PosixSignal.SIGINT, (int)PosixSignal.SIGHUP, (int)PosixSignal.SIGQUIT, ProcessorTime, PowerFails,
    ];

    /// <summary>
    /// Signals whose default is an end, and that are no crash of the process itself: USR1, USR2, PIPE, ALRM, STKFLT, XFSZ, VTALRM, PROF, IO,
    /// and those of real time (32 and 33 are the C library's). Numbers of x64 and arm64.
    /// </summary>
    private static readonly int[] Ignored = [10, 12, 13, 14, 16, 25, 26, 27, 29, .. Enumerable.Range(34, Highest - 33)];

    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals(Action stop) => _registrations =
    [
        .. Asking.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            stop();
        })),
    ];

    /// <summary>What somebody has a handler for already (the runtime, a waker of threads) stays as it is.</summary>
    public static void IgnoreOthers()
    {
        foreach (var number in Ignored)
            if (signal(number, Ignore) is not (DefaultAction or Ignore) and var handler)
                _ = signal(number, handler);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);
}
