using System.Runtime.InteropServices;

namespace OmeFs.Daemon;

/// <summary>
/// Handles signals that would end the process. Those that ask for an end call back, any number of times. All others are ignored, also after this is
/// disposed.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    /// <summary>SIGXCPU and SIGPWR, for which .NET has no names: time or power runs out.</summary>
    private const int ProcessorTime = 24, PowerFails = 30;

    private const int DefaultAction = 0, Ignore = 1, Highest = 64;

    private static readonly int[] Asking =
    [
        (int)PosixSignal.SIGTERM, (int)PosixSignal.SIGINT, (int)PosixSignal.SIGHUP, (int)PosixSignal.SIGQUIT, ProcessorTime, PowerFails,
    ];

    /// <summary>
    /// Signals whose default ends the process, and that are not its own crash: USR1, USR2, PIPE, ALRM, STKFLT, XFSZ, VTALRM, PROF, IO, and the real-time
    /// signals (32 and 33 belong to the C library). Numbers of x64 and arm64.
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

    /// <summary>Signals that already have a handler (of the runtime, or to wake threads) keep it.</summary>
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
