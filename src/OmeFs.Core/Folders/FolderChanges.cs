using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Folders;

/// <summary>Reads changed folders again, after a watcher, polling, or a reader reported a change.</summary>
internal sealed class FolderChanges : IDisposable
{
    /// <summary>Folders polled in one round; further folders follow in later rounds. Arbitrary: 2 ms on a local disk.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>Rescans take at most one part in this many of the time, except if the rest would exceed <see cref="LongestRest"/>.</summary>
    private const int ShareOfTime = 10;

    /// <summary>
    /// On a busy machine a rescan is slow, and a rest many times as long would delay changes too much. Arbitrary; SEMANTICS.md promises it.
    /// </summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(2);

    private readonly FolderContents _contents;
    private readonly OpenImages _images;
    private readonly FolderTreeOptions _options;
    private readonly ILogger _log;
    private readonly IFolderWatcher _watcher;
    private readonly CancellationTokenSource _ended = new();
    private readonly HashSet<string> _faults = [];
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _lock = new();
    private readonly HashSet<SourceFolderNode> _listed = [];
    private HashSet<SourceFolderNode> _suspects = [];
    private Queue<SourceFolderNode> _toPoll = [];
    private long _polledAt = Environment.TickCount64;

    public FolderChanges(
        FolderContents contents, OpenImages images, FolderTreeOptions options, ILogger log, Func<Action<SourceFolderNode?>, IFolderWatcher> watch)
    {
        (_contents, _images, _options, _log) = (contents, images, options, log);
        _watcher = watch(Suspect);
        contents.Listing += Begin;
        contents.Gone += End;
        new Thread(Run) { IsBackground = true, Name = "folder changes" }.Start();
    }

    /// <summary>Reports a change in the folder; null if it may be any folder.</summary>
    public void Suspect(SourceFolderNode? folder)
    {
        lock (_lock)
        {
            if (folder is null)
                _suspects.UnionWith(_listed);
            else if (!_suspects.Add(folder))
                return;
        }
        _signal.Release();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _watcher.Dispose();
    }

    private void Begin(SourceFolderNode folder)
    {
        lock (_lock)
            _listed.Add(folder);
        _watcher.Watch(folder);
    }

    private void End(SourceFolderNode folder)
    {
        lock (_lock)
            _listed.Remove(folder);
        _watcher.Unwatch(folder);
    }

    /// <summary>
    /// Runs on its own thread, because readers may keep all pool threads busy. *Invariant:* only the end of the mount ends this loop.
    /// </summary>
    private void Run()
    {
        while (!_ended.IsCancellationRequested)
        {
            Attempt(WaitAndRescan);
            if (Environment.TickCount64 - _polledAt >= _options.PollInterval.TotalMilliseconds)
                Attempt(Poll);
        }
    }

    private void Attempt(Action step)
    {
        try
        {
            step();
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            // The same fault comes again in each round. Each distinct fault is logged once.
            if (_faults.Add(fault.ToString()))
                FolderLog.WatchFault(_log, fault);
            Rest(_options.Settle);
        }
    }

    private void WaitAndRescan()
    {
        if (!_signal.Wait(_options.PollInterval, _ended.Token))
            return;
        Rest(_options.Settle);
        var clock = Stopwatch.StartNew();
        foreach (var folder in TakeSuspects())
            Rescan(folder);
        var rest = clock.Elapsed * (ShareOfTime - 1);
        Rest(rest < LongestRest ? rest : LongestRest);
    }

    private void Rest(TimeSpan time) => _ended.Token.WaitHandle.WaitOne(time);

    private void Rescan(SourceFolderNode folder)
    {
        try
        {
            // A folder that was removed and created again may have the old inode number, but its watch is gone.
            if (!folder.IsGone)
                _watcher.Watch(folder);
            _contents.RescanAsync(folder, _ended.Token).GetAwaiter().GetResult();
            folder.IsStale = false;
        }
        catch (OmeFsException fault)
        {
            // If it is gone, the parent's rescan will show that. For the root, and for folders without permission, the last listing stays.
            if (folder.Parent is { } parent && fault.Kind == FaultKind.NotFound)
                Suspect(parent);
            else if (!folder.IsStale)
                FolderLog.RescanFailed(_log, folder.Path, fault.Message);
            folder.IsStale = true;
        }
        // A bug in one folder must not prevent rescans of others.
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (!folder.IsStale)
                FolderLog.RescanBroke(_log, fault, folder.Path);
            folder.IsStale = true;
        }
    }

    private HashSet<SourceFolderNode> TakeSuspects()
    {
        lock (_lock)
        {
            var taken = _suspects;
            _suspects = [];
            while (_signal.Wait(0))
            {
                // One signal is enough for all folders that are taken now.
            }

            // A folder whose first listing is not finished is rescanned later: the listing may not show the change.
            foreach (var folder in taken.Where(folder => folder.Listing is null && !folder.IsGone && folder.Listed is { IsCompleted: false }).ToList())
            {
                taken.Remove(folder);
                _suspects.Add(folder);
                _signal.Release();
            }
            return taken;
        }
    }

    private void Poll()
    {
        _polledAt = Environment.TickCount64;
        _images.CloseUnused(_options.CloseAfter);
        foreach (var image in _images.Snapshot())
            if (SetIdentity.Now(image) != image.Identity)
                Suspect(image.Parent!);
        for (var i = 0; i < MostAtOnce && NextToPoll() is { } folder; i++)
            if (FileStatus.OfPath(folder.Path).Identity is var now && (now.ModifiedNanoseconds != folder.ModifiedNanoseconds || now.Tag != folder.Inode))
                Suspect(folder);
    }

    /// <summary>The next folder to poll; null at the end of a round.</summary>
    private SourceFolderNode? NextToPoll()
    {
        if (_toPoll.TryDequeue(out var folder))
            return folder;
        lock (_lock)
            _toPoll = new Queue<SourceFolderNode>(_listed.Where(listed => listed.Listing is not null));
        return null;
    }
}
