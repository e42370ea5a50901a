using System.Diagnostics;
using System.Text.Json;
using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Reports;

namespace OmeFs.Daemon;

/// <summary>
/// Starts the daemon and waits until its mount answers. .NET cannot fork, so the program starts itself again; the child says that it is
/// ready by one line of JSON on its standard output, and from then on has no terminal.
/// </summary>
internal static class DaemonStart
{
    /// <summary>Tells a process that it is the daemon.</summary>
    public const string AnnounceOption = "--announce-ready";

    /// <summary>Parent's side. Standard error is shared, so that the user reads the daemon's refusal as it says it.</summary>
    /// <param name="printer">Called while the daemon opens the source, so that what it takes to show a report is ready by then.</param>
    public static async Task<int> RunAsync(MountSettings settings, Func<IReportPrinter> printer, CancellationToken cancellation)
    {
        using var child = Process.Start(StartInfo(settings)) ?? throw new OmeFsException(FaultKind.Bug, "the daemon cannot be started");
        try
        {
            var announced = child.StandardOutput.ReadLineAsync(cancellation);
            var shown = printer();
            _ = JsonSerializer.Deserialize("null", ReportJson.Compact.SourceReport); // compiles the reader
            var line = await announced;
            if (line is not null && !line.StartsWith(ErrorStart, StringComparison.Ordinal))
            {
                shown.PrintMounted(JsonSerializer.Deserialize(line, ReportJson.Compact.SourceReport)!, settings.Mountpoint);
                return ExitCode.Done;
            }
            await child.WaitForExitAsync(cancellation);
            throw line is not null
                ? new ToldByDaemonException(JsonSerializer.Deserialize(line, ReportJson.Compact.ErrorReport)!)
                : new OmeFsException(FaultKind.Bug, $"the daemon ended with {child.ExitCode} before it had mounted anything, and said nothing");
        }
        catch (Exception failure) when (failure is OperationCanceledException or OmeFsException)
        {
            // Nothing stays mounted by a command that fails, be it that its report cannot be written.
            DaemonProcess.Terminate(child.Id);
            await child.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>How the line of a daemon begins that has failed: with the schema of <see cref="ErrorReport"/>.</summary>
    private static readonly string ErrorStart = JsonSerializer.Serialize(new ErrorReport(new ErrorDetails("", "", null, 0)), ReportJson.Compact.ErrorReport).Split(',')[0];

    /// <summary>Child's side: says that the mount answers, and leaves the terminal.</summary>
    public static void Announce(SourceReport report)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Compact.SourceReport));
        Console.Out.Flush();
        DaemonProcess.LeaveTerminal();
    }

    private static ProcessStartInfo StartInfo(MountSettings settings)
    {
        var program = Environment.ProcessPath ?? throw new OmeFsException(FaultKind.Bug, "the program's own path is not known");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Path.Join(AppContext.BaseDirectory, "omefs.dll"));
        foreach (var argument in Arguments(settings))
            start.ArgumentList.Add(argument);
        return start;
    }

    private static IEnumerable<string> Arguments(MountSettings settings)
    {
        yield return "mount";
        yield return AnnounceOption;
        if (settings.AllowOther)
            yield return "--allow-other";
        if (settings.Uid is { } uid)
            yield return $"--uid={uid}";
        if (settings.Gid is { } gid)
            yield return $"--gid={gid}";
        yield return $"--layout={settings.Layout}";
        yield return $"--missing={settings.Missing}";
        foreach (var prefix in settings.References.AllowedSources)
            yield return $"--allow-source={prefix}";
        if (settings.References.Target is { } target)
            yield return $"--target={target}";
        if (settings.References.SkipRefused)
            yield return "--skip-refused";
        if (settings.References.Strict)
            yield return "--strict";
        yield return $"--log-level={settings.LogLevel}";
        if (settings.LogFile is { } file)
            yield return $"--log-file={file}";
        yield return "--";
        yield return settings.Source;
        yield return settings.Mountpoint;
    }
}
