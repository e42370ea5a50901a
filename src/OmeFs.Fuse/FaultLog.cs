using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>
/// Converts a fault to an errno, and logs it. For each source and kind of fault, the first is logged. After that, there is at most one line per
/// minute, with the number of further faults.
/// </summary>
internal sealed class FaultLog(IVirtualTree tree, ILogger log, TimeProvider clock, CancellationToken cancellation)
{
    /// <summary>Arbitrary: bounds memory if very many sources fail. Further sources share a line.</summary>
    private const int MaxSources = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string Source, FaultKind Kind), FaultCount> _sources = [];
    private readonly Lock _lock = new();

    public Reply Record(in FuseInHeader request, Exception fault)
    {
        if (fault is OperationCanceledException && cancellation.IsCancellationRequested)
            return Errno.EIO;
        var errno = FuseErrno.Of(fault);
        var path = tree.PathOf(new NodeId(request.Nodeid));
        var kind = fault is OmeFsException known ? known.Kind : FaultKind.Bug;
        var source = SourceOf(path, kind, fault.Message);
        if (!ShouldLog((source, kind), out var unlogged))
            return errno;
        if (unlogged > 0)
            Log.MoreRequestsFailed(log, source, unlogged);
        if (kind != FaultKind.Bug)
            Log.RequestFailed(log, request.Opcode, path, errno, fault.Message);
        else
            Log.RequestFailedUnexpectedly(log, fault, request.Opcode, path, errno);
        return errno;
    }

    /// <summary>Logs the counts that have not been logged yet, at the end of a session.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            foreach (var (key, count) in _sources)
                if (count.Unlogged > 0)
                    Log.MoreRequestsFailed(log, key.Source, count.Unlogged);
            _sources.Clear();
        }
    }

    private bool ShouldLog((string Source, FaultKind Kind) key, out long unlogged)
    {
        lock (_lock)
        {
            if (_sources.Count >= MaxSources && !_sources.ContainsKey(key))
                key = ("other sources", FaultKind.SourceFailed);
            unlogged = 0;
            var now = clock.GetTimestamp();
            if (!_sources.TryGetValue(key, out var count))
                count = _sources[key] = new FaultCount();
            else if (clock.GetElapsedTime(count.Since, now) < Interval)
            {
                count.Unlogged++;
                return false;
            }
            (unlogged, count.Unlogged, count.Since) = (count.Unlogged, 0, now);
            return true;
        }
    }

    /// <summary>The file at the beginning of the message; else the image of the path; else the whole mount ("/").</summary>
    private static string SourceOf(string path, FaultKind kind, string message)
    {
        if (kind != FaultKind.Bug && message.StartsWith('/') && message.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end)
            return message[..end];
        const string image = ".ome.zarr";
        return path.IndexOf(image + '/', StringComparison.Ordinal) is >= 0 and var at ? path[..(at + image.Length)] : "/";
    }

    /// <summary>The number of faults of a source since the last one was logged.</summary>
    private sealed class FaultCount
    {
        public long Since { get; set; }

        public long Unlogged { get; set; }
    }
}
