using System.Diagnostics;
using System.Text.Json;
using OmeFs.Core;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Daemon;

/// <summary>
/// Starts the daemon and waits until its mount answers. .NET cannot fork, so the program starts itself again. The child reports that it is ready with
/// one line of JSON on its standard output, and then leaves the terminal.
/// </summary>
internal static class DaemonStart
{
    /// <summary>The command of a process that is the daemon.</summary>
    public const string Command = "daemon";

    /// <summary>How long a daemon may take to unmount a mount that is not in use. Arbitrary.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Held until the process ends: a signal after the report must not turn a success into a failure.
    /// </summary>
    private static (CancellationTokenSource Stop, StopSignals Signals) _held;

    /// <summary>The parent's side. Standard error is shared, so that the user sees the daemon's own error message.</summary>
    /// <param name="print">Shows what was mounted; null for no output.</param>
    /// <exception cref="OperationCanceledException">A signal came before the report was complete: nothing is mounted.</exception>
    public static async Task<int> RunAsync(MountSettings settings, Action<SourceReport>? print, CancellationToken cancellation)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _held = (stop, new StopSignals(stop.Cancel));
        using var child = Process.Start(StartInfo(settings)) ?? throw new OmeFsException(FaultKind.Bug, "the daemon cannot be started");
        try
        {
            await SendSettingsAsync(settings, child);
            var line = await child.StandardOutput.ReadLineAsync(stop.Token);
            if (line is not null && !line.StartsWith(ErrorStart, StringComparison.Ordinal))
            {
                print?.Invoke(JsonSerializer.Deserialize(line, ReportJson.Compact.SourceReport)!);
                stop.Token.ThrowIfCancellationRequested();
                return ExitCode.Done;
            }
            await child.WaitForExitAsync(stop.Token);
            var failed = line is null ? null : JsonSerializer.Deserialize(line, ReportJson.Compact.ErrorReport)!;
            // Of an interruption the daemon says nothing to the user.
            if ((failed?.Error.ExitCode ?? child.ExitCode) == ExitCode.Interrupted)
                throw new OperationCanceledException();
            throw failed is not null
                ? new DaemonFailedException(failed)
                : new OmeFsException(FaultKind.Bug, $"the daemon ended with {child.ExitCode} before it had mounted anything, and said nothing");
        }
        catch (Exception failure) when (failure is OperationCanceledException or OmeFsException)
        {
            // A command that fails leaves nothing mounted, even if it fails only because its report cannot be written.
            await EndAsync(child);
            throw;
        }
    }

    /// <summary>Ends a daemon even if it hangs in a source: it ends itself if nothing is mounted yet, and else unmounts by force.</summary>
    private static async Task EndAsync(Process child)
    {
        for (var attempt = 0; attempt < 2 && !child.HasExited; attempt++)
        {
            DaemonProcess.Terminate(child.Id); // The second signal forces the end.
            using var patience = new CancellationTokenSource(EndPatience);
            try
            {
                await child.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // Try once more.
            }
        }
    }

    /// <summary>The beginning of the line from a daemon that failed: it has the schema of <see cref="ErrorReport"/>.</summary>
    private static readonly string ErrorStart = JsonSerializer.Serialize(new ErrorReport(new ErrorDetails("", "", null, 0)), ReportJson.Compact.ErrorReport).Split(',')[0];

    /// <summary>The child's side: reports that the mount answers, and leaves the terminal.</summary>
    /// <exception cref="OmeFsException">The parent is gone: the command was killed, so its mount must not stay.</exception>
    public static void Announce(SourceReport report)
    {
        DaemonProcess.WriteOutput(JsonSerializer.Serialize(report, ReportJson.Compact.SourceReport) + '\n');
        DaemonProcess.LeaveTerminal();
    }

    private static ProcessStartInfo StartInfo(MountSettings settings)
    {
        var program = Environment.ProcessPath ?? throw new OmeFsException(FaultKind.Bug, "the program's own path is not known");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Command, settings.Source.Text, settings.Door.Mountpoint])
            start.ArgumentList.Add(PackedNames.Pack(argument));
        return start;
    }

    private static async Task SendSettingsAsync(MountSettings settings, Process child)
    {
        try
        {
            await using var input = child.StandardInput.BaseStream;
            await JsonSerializer.SerializeAsync(input, settings, SettingsJson.Default.MountSettings);
        }
        catch (IOException)
        {
            // The child has ended, and has reported why.
        }
    }
}
