using System.Diagnostics;
using System.Text.Json;
using OmeFs.Core;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Daemon;

/// <summary>
/// Starts the daemon and waits until its mount answers. .NET cannot fork, so the program starts itself again; the child says that it is
/// ready by one line of JSON on its standard output, and from then on has no terminal.
/// </summary>
internal static class DaemonStart
{
    /// <summary>The command that a process runs which is the daemon.</summary>
    public const string Command = "daemon";

    /// <summary>How long a daemon may take to unmount what is in use by nobody. Arbitrary.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Held until the process ends: a signal between the last word and the end must not make a failure of what was done.
    /// </summary>
    private static (CancellationTokenSource Stop, StopSignals Signals) _held;

    /// <summary>Parent's side. Standard error is shared, so that the user reads the daemon's refusal as it says it.</summary>
    /// <param name="print">Shows what was mounted; null to say nothing.</param>
    /// <exception cref="OperationCanceledException">A signal came before all was said: nothing is mounted.</exception>
    public static async Task<int> RunAsync(MountSettings settings, Action<SourceReport>? print, CancellationToken cancellation)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _held = (stop, new StopSignals(stop.Cancel));
        using var child = Process.Start(StartInfo(settings)) ?? throw new OmeFsException(FaultKind.Bug, "the daemon cannot be started");
        try
        {
            await TellAsync(settings, child);
            var line = await child.StandardOutput.ReadLineAsync(stop.Token);
            if (line is not null && !line.StartsWith(ErrorStart, StringComparison.Ordinal))
            {
                print?.Invoke(JsonSerializer.Deserialize(line, ReportJson.Compact.SourceReport)!);
                stop.Token.ThrowIfCancellationRequested();
                return ExitCode.Done;
            }
            await child.WaitForExitAsync(stop.Token);
            throw line is not null
                ? new ToldByDaemonException(JsonSerializer.Deserialize(line, ReportJson.Compact.ErrorReport)!)
                : new OmeFsException(FaultKind.Bug, $"the daemon ended with {child.ExitCode} before it had mounted anything, and said nothing");
        }
        catch (Exception failure) when (failure is OperationCanceledException or OmeFsException)
        {
            // Nothing stays mounted by a command that fails, be it that its report cannot be written.
            await EndAsync(child);
            throw;
        }
    }

    /// <summary>A daemon that hangs in a source ends all the same: it knows itself that nothing is mounted yet, or unmounts by force.</summary>
    private static async Task EndAsync(Process child)
    {
        for (var attempt = 0; attempt < 2 && !child.HasExited; attempt++)
        {
            DaemonProcess.Terminate(child.Id); // the second one forces
            using var patience = new CancellationTokenSource(EndPatience);
            try
            {
                await child.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // once more
            }
        }
    }

    /// <summary>How the line of a daemon begins that has failed: with the schema of <see cref="ErrorReport"/>.</summary>
    private static readonly string ErrorStart = JsonSerializer.Serialize(new ErrorReport(new ErrorDetails("", "", null, 0)), ReportJson.Compact.ErrorReport).Split(',')[0];

    /// <summary>Child's side: says that the mount answers, and leaves the terminal.</summary>
    /// <exception cref="OmeFsException">Nobody is there who could be told: the command was killed, and so its mount must not stay.</exception>
    public static void Announce(SourceReport report)
    {
        DaemonProcess.Tell(JsonSerializer.Serialize(report, ReportJson.Compact.SourceReport) + '\n');
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

    private static async Task TellAsync(MountSettings settings, Process child)
    {
        try
        {
            await using var input = child.StandardInput.BaseStream;
            await JsonSerializer.SerializeAsync(input, settings, SettingsJson.Default.MountSettings);
        }
        catch (IOException)
        {
            // It has ended, and has said why.
        }
    }
}
