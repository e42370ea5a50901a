using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Daemon;
using OmeFs.Fuse;
using OmeFs.Fuse.Mount;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>Opens a source, mounts it and serves it until it is unmounted or a signal says stop.</summary>
internal static class Serving
{
    /// <summary>How long a start that was interrupted may take to end in order. Arbitrary.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(2);

    /// <param name="ready">Called once, when the mount answers.</param>
    public static async Task<int> RunAsync(MountSettings settings, Action<SourceReport> ready, bool foreground)
    {
        using var stop = new CancellationTokenSource();
        FuseSession? session = null;
        using var signals = new StopSignals(() =>
        {
            var again = stop.IsCancellationRequested;
            stop.Cancel();
            if (session is null)
                _ = EndUnlessMountedAsync(() => session is not null);
            else
                session.Stop(force: again);
        });
        StopSignals.IgnoreOthers();
        using var logging = LogSetup.Create(settings, foreground);
        var log = logging.Logger;
        using var served = await Served.OpenAsync(settings, log, stop.Token);
        stop.Token.ThrowIfCancellationRequested();
        using var mount = FuseMount.Create(
            new MountOptions
            {
                Mountpoint = settings.Mountpoint,
                MakeMountpoint = settings.MakeMountpoint,
                SourceName = settings.Source,
                AllowOther = settings.AllowOther,
                SecurityContexts = settings.SecurityContexts,
            },
            log);
        stop.Token.ThrowIfCancellationRequested();
        using (session = FuseSession.Start(mount, served.Tree, new FuseOptions { Access = served.Access, Uid = settings.Uid, Gid = settings.Gid, Mode = settings.Mode, IsShared = settings.AllowOther }, log))
        {
            if (stop.IsCancellationRequested)
                session.Stop(force: false);
            await ReadyAsync(session, stop.Token);
            var report = served.Report with { LogFile = logging.File, Notices = logging.Notice is { } notice ? [.. served.Report.Notices, notice] : served.Report.Notices };
            ServingLog.Mounted(log, settings.Source, settings.Mountpoint, report.Format);
            foreach (var one in report.Notices)
                ServingLog.Notice(log, settings.Source, one);
            ready(report);
            ServiceManager.Tell(ServiceManager.Ready);
            using var stopping = stop.Token.Register(() => ServiceManager.Tell(ServiceManager.Stopping));
            var collected = Collected.AfterCleaningUp();
            await session.Completion;
            LogStatistics(log, settings, session, collected);
        }
        return ExitCode.Done;
    }

    /// <exception cref="OperationCanceledException">A signal came first: the mount must not be announced.</exception>
    private static async Task ReadyAsync(FuseSession session, CancellationToken stop)
    {
        try
        {
            await session.Ready;
        }
        catch (OmeFsException) when (stop.IsCancellationRequested)
        {
            // It ended because it was asked to.
        }
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>A source that does not answer (a dead NFS server) must not keep a process alive that has nothing mounted yet.</summary>
    private static async Task EndUnlessMountedAsync(Func<bool> isMounted)
    {
        await Task.Delay(StartPatience);
        if (!isMounted())
            Environment.Exit(ExitCode.Interrupted);
    }

    private static void LogStatistics(ILogger log, MountSettings settings, FuseSession session, Collected before)
    {
        var requests = string.Join(' ', session.Requests.Snapshot().Select(r => $"{r.Key.ToString().ToLowerInvariant()}={r.Value}"));
        ServingLog.Ended(log, settings.Mountpoint);
        ServingLog.Statistics(
            log,
            session.Requests.Total,
            requests,
            GC.CollectionCount(0) - before.Generation0,
            GC.CollectionCount(1) - before.Generation1,
            GC.CollectionCount(2) - before.Generation2,
            GC.GetTotalMemory(false),
            Environment.WorkingSet);
    }

    /// <summary>Garbage collections so far, so that the log can tell those of serving from those of starting.</summary>
    private readonly record struct Collected(int Generation0, int Generation1, int Generation2)
    {
        /// <summary>Gives back what parsing options, OME-XML and IFDs left behind. Serving makes next to no garbage, so it would stay for ever.</summary>
        public static Collected AfterCleaningUp()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return new Collected(GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        }
    }
}

/// <summary>What the program itself logs of a mount.</summary>
internal static partial class ServingLog
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
