using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Interop;

/// <summary>
/// Makes a blocking system call of another thread return EINTR. Closing a descriptor does not end a read that already waits on it.
/// </summary>
internal static unsafe class ThreadWaker
{
    /// <summary>Arbitrary: a real-time signal that neither the C libraries (32 to 34) nor the runtime (the first free one) use.</summary>
    private const int Signal = 60;

    private static readonly bool Installed = Install();

    /// <summary>The thread must still run; a signal that comes before the call begins is lost, so callers repeat it.</summary>
    public static void Wake(nint thread)
    {
        if (Installed)
            _ = Libc.SignalThread(thread, Signal);
    }

    /// <summary>
    /// The handler is libc's own abs: it takes an int, touches nothing, and unlike managed code may run at any instruction.
    /// Without SA_RESTART, which .NET's own registrations set, the call is not begun again.
    /// </summary>
    private static bool Install()
    {
        var action = new SignalAction { Handler = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "abs") };
        return Libc.SetSignalAction(Signal, &action, null) == 0;
    }
}
