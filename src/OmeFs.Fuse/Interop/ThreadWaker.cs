using System.Runtime.InteropServices;

namespace OmeFs.Fuse.Interop;

/// <summary>
/// Makes a blocking system call of another thread return EINTR. Closing a descriptor does not end a read that already waits on it.
/// </summary>
internal static unsafe class ThreadWaker
{
    /// <summary>Arbitrary: a real-time signal that neither the C libraries (32 to 34) nor the runtime (the first free one) uses.</summary>
    private const int Signal = 60;

    private static readonly bool Installed = Install();

    /// <summary>The thread must still be running. A signal that comes before the call begins is lost, so callers repeat it.</summary>
    public static void Wake(nint thread)
    {
        if (Installed)
            _ = Libc.SignalThread(thread, Signal);
    }

    /// <summary>
    /// The handler is libc's own abs: it takes an int, touches nothing, and may run at any instruction, unlike managed code. It is installed without
    /// SA_RESTART, which .NET uses for its own handlers, so the call is not restarted.
    /// </summary>
    private static bool Install()
    {
        var action = new SignalAction { Handler = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "abs") };
        return Libc.SetSignalAction(Signal, &action, null) == 0;
    }
}
