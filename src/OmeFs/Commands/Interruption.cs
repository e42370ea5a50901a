using System.Runtime.InteropServices;

namespace OmeFs.Commands;

/// <summary>
/// Turns Ctrl-C and SIGTERM into an orderly end of a command: it reports that it was interrupted, the cursor is shown again, and unfinished files are
/// removed. Commands that serve a mount have their own signals.
/// </summary>
internal static class Interruption
{
    /// <summary>How long an interrupted command may take to end in order. One that waits for a source that does not answer never does. Arbitrary.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="OperationCanceledException">A signal came before the work was done.</exception>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work, CancellationToken outer)
    {
        // Not disposed: work that is left behind still has its token.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(outer);
        var abandon = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            abandon.CancelAfter(Patience);
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        // On another thread, because the work may block in a system call.
        return await Task.Run(() => work(stop.Token), CancellationToken.None).WaitAsync(abandon.Token);
    }
}
