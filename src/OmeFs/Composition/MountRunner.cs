using Microsoft.Extensions.Logging;
using OmeFs.Daemon;
using OmeFs.Doors;
using OmeFs.Reports;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Opens a source and serves it through a door until the door is closed or a signal ends it.</summary>
internal static class MountRunner
{
    /// <summary>How long an interrupted start may take to end in order. Arbitrary.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    /// <param name="ready">Called once, when the mount answers.</param>
    public static async Task<int> RunAsync(MountSettings settings, Action<SourceReport> ready, bool foreground)
    {
        using var stop = new StopRequest();
        IDoor? door = null;
        using var signals = new StopSignals(() =>
        {
            stop.Request();
            if (door is not { IsOpen: true })
                _ = EndUnlessAsync(() => door is { IsOpen: true });
        });
        StopSignals.IgnoreOthers();
        using var logging = LogSetup.Create(settings.Log, foreground);
        var log = logging.Logger;
        using var served = await MountedSource.OpenAsync(settings, log, stop.Requested);
        stop.Requested.ThrowIfCancellationRequested();
        using var stopping = stop.Requested.Register(() => ServiceManager.Notify(ServiceManager.Stopping));
        door = DoorChoice.For(settings, log);
        var collected = default(Collected);
        await door.ServeAsync(
            served.Tree,
            served.Access,
            () =>
            {
                Announce(settings, served.Report, logging, ready);
                collected = Collected.AfterCleaningUp();
            },
            stop);
        LogStatistics(log, settings, door, collected);
        return ExitCode.Done;
    }

    private static void Announce(MountSettings settings, SourceReport served, LogSetup logging, Action<SourceReport> ready)
    {
        MountLog.Mounted(logging.Logger, settings.Source.Text, settings.Door.Mountpoint, served.Format);
        foreach (var one in served.Notices)
            MountLog.Notice(logging.Logger, settings.Source.Text, one);
        ready(served with { LogFile = logging.File, Notices = logging.NoticeNow is { } notice ? [.. served.Notices, notice] : served.Notices });
        ServiceManager.Notify(ServiceManager.Ready);
    }

    /// <summary>Ends a process that has nothing mounted yet, even if its source does not answer (a dead NFS server).</summary>
    private static async Task EndUnlessAsync(Func<bool> isOpen)
    {
        await Task.Delay(StartPatience);
        if (!isOpen())
            Environment.Exit(ExitCode.Interrupted);
    }

    private static void LogStatistics(ILogger log, MountSettings settings, IDoor door, Collected before)
    {
        var requests = door.Requests;
        MountLog.Ended(log, settings.Door.Mountpoint);
        MountLog.Statistics(
            log,
            requests.Values.Sum(),
            string.Join(' ', requests.Select(one => $"{one.Key}={one.Value}")),
            GC.CollectionCount(0) - before.Generation0,
            GC.CollectionCount(1) - before.Generation1,
            GC.CollectionCount(2) - before.Generation2,
            GC.GetTotalMemory(false),
            Environment.WorkingSet);
    }

    /// <summary>Garbage collections so far, so that the log can separate those of serving from those of starting.</summary>
    private readonly record struct Collected(int Generation0, int Generation1, int Generation2)
    {
        /// <summary>Frees what parsing options, OME-XML and IFDs left behind. Serving makes almost no garbage, so it would stay in memory.</summary>
        public static Collected AfterCleaningUp()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return new Collected(GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        }
    }
}

/// <summary>The program's own log messages about a mount.</summary>
internal static partial class MountLog
{
    [LoggerMessage(100, LogLevel.Information, "{Source} is mounted on {Mountpoint}: {Format}")]
    public static partial void Mounted(ILogger log, string source, string mountpoint, string format);

    [LoggerMessage(103, LogLevel.Warning, "{Source}: {Notice}")]
    public static partial void Notice(ILogger log, string source, string notice);

    [LoggerMessage(101, LogLevel.Information, "{Mountpoint}: the kernel has let go; ending")]
    public static partial void Ended(ILogger log, string mountpoint);

    [LoggerMessage(102, LogLevel.Debug, "requests={Requests} {ByOpcode} gc0={Gc0} gc1={Gc1} gc2={Gc2} managed_bytes={ManagedBytes} resident_bytes={ResidentBytes}")]
    public static partial void Statistics(ILogger log, long requests, string byOpcode, int gc0, int gc1, int gc2, long managedBytes, long residentBytes);
}
