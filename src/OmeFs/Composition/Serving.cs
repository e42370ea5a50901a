using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OmeFs.Fuse;
using OmeFs.Fuse.Mount;
using OmeFs.Reports;

namespace OmeFs.Composition;

/// <summary>Opens a source, mounts it and serves it until it is unmounted or a signal says stop.</summary>
internal static class Serving
{
    /// <param name="ready">Called once, when the mount answers.</param>
    public static async Task<int> RunAsync(MountSettings settings, Action<SourceReport> ready, bool logToConsole)
    {
        using var logging = LogSetup.Create(settings, logToConsole);
        var log = logging.CreateLogger("omefs");
        using var stop = new CancellationTokenSource();
        FuseSession? session = null;
        using var signals = new StopSignals(() =>
        {
            var again = stop.IsCancellationRequested;
            stop.Cancel();
            session?.Stop(force: again);
        });
        using var served = await Served.OpenAsync(settings, log, stop.Token);
        using var mount = FuseMount.Create(
            new MountOptions
            {
                Mountpoint = settings.Mountpoint,
                SourceName = settings.Source,
                AllowOther = settings.AllowOther,
            },
            log);
        stop.Token.ThrowIfCancellationRequested();
        using (session = FuseSession.Start(mount, served.Tree, new FuseOptions { Uid = settings.Uid, Gid = settings.Gid, IsShared = settings.AllowOther }, log))
        {
            if (stop.IsCancellationRequested)
                session.Stop(force: false);
            await session.Ready;
            ServingLog.Mounted(log, settings.Source, settings.Mountpoint, served.Report.Format);
            foreach (var notice in served.Report.Notices)
                ServingLog.Notice(log, settings.Source, notice);
            ready(served.Report);
            var collected = Collected.AfterCleaningUp();
            await session.Completion;
            LogStatistics(log, settings, session, collected);
        }
        return ExitCode.Done;
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

    /// <summary>SIGTERM, SIGINT and SIGHUP, for as long as this lives.</summary>
    private sealed class StopSignals : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations;

        public StopSignals(Action stop) => _registrations =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                stop();
            })),
        ];

        public void Dispose()
        {
            foreach (var registration in _registrations)
                registration.Dispose();
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
