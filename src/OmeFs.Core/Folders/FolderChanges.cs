using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Folders;

/// <summary>Reads folders again in which something has happened, by a watcher, by polling or by a reader's word.</summary>
internal sealed class FolderChanges : IDisposable
{
    /// <summary>Folders looked at in one round of polling; of more each has its turn in a later round. Arbitrary: 2 ms on a local disk.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>Reading again takes at most one part in so many of the time, however large and busy a folder is.</summary>
    private const int ShareOfTime = 10;

    private readonly FolderContents _contents;
    private readonly OpenImages _images;
    private readonly FolderTreeOptions _options;
    private readonly ILogger _log;
    private readonly IFolderWatcher _watcher;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _lock = new();
    private readonly HashSet<MirroredFolder> _listed = [];
    private HashSet<MirroredFolder> _suspects = [];
    private Queue<MirroredFolder> _toPoll = [];
    private long _polledAt = Environment.TickCount64;

    public FolderChanges(
        FolderContents contents, OpenImages images, FolderTreeOptions options, ILogger log, Func<Action<MirroredFolder?>, IFolderWatcher> watch)
    {
        (_contents, _images, _options, _log) = (contents, images, options, log);
        _watcher = watch(Suspect);
        contents.Listing += Begin;
        contents.Gone += End;
        _ = Task.Run(RunAsync);
    }

    /// <summary>Something has happened in the folder; in any of them where it is null.</summary>
    public void Suspect(MirroredFolder? folder)
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

    private void Begin(MirroredFolder folder)
    {
        lock (_lock)
            _listed.Add(folder);
        _watcher.Watch(folder);
    }

    private void End(MirroredFolder folder)
    {
        lock (_lock)
            _listed.Remove(folder);
        _watcher.Unwatch(folder);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (await _signal.WaitAsync(_options.PollInterval, _ended.Token))
                    await RescanAsync(_ended.Token);
                if (Environment.TickCount64 - _polledAt >= _options.PollInterval.TotalMilliseconds)
                    Poll();
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
        // Nobody awaits this task: without a word the tree would stand still.
        catch (Exception fault)
        {
            FolderLog.WatchEnded(_log, fault);
        }
    }

    private async Task RescanAsync(CancellationToken cancellation)
    {
        await Task.Delay(_options.Settle, cancellation);
        var clock = Stopwatch.StartNew();
        foreach (var folder in TakeSuspects())
            await RescanAsync(folder, cancellation);
        await Task.Delay(clock.Elapsed * (ShareOfTime - 1), cancellation);
    }

    private async Task RescanAsync(MirroredFolder folder, CancellationToken cancellation)
    {
        try
        {
            await _contents.RescanAsync(folder, cancellation);
            folder.IsStale = false;
        }
        catch (OmeFsException fault)
        {
            // Gone: then its parent knows better. Of the root, and of what is closed to us for a while, the last listing stays.
            if (folder.Parent is { } parent && fault.Kind == FaultKind.NotFound)
                Suspect(parent);
            else if (!folder.IsStale)
                FolderLog.RescanFailed(_log, folder.Path, fault.Message);
            folder.IsStale = true;
        }
    }

    private HashSet<MirroredFolder> TakeSuspects()
    {
        lock (_lock)
        {
            var taken = _suspects;
            _suspects = [];
            while (_signal.Wait(0))
            {
                // One signal is enough for all that are taken now.
            }

            // One whose first listing is still being made is asked again: what has happened may not be in it.
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
        _images.CloseIdle(_options.CloseAfter);
        foreach (var image in _images.Snapshot())
            if (SetIdentity.Now(image) != image.Identity)
                Suspect(image.Parent!);
        for (var i = 0; i < MostAtOnce && NextToPoll() is { } folder; i++)
            if (FileVersion.OfPath(folder.Path).Identity is var now && (now.ModifiedNanoseconds != folder.ModifiedNanoseconds || now.Tag != folder.Identity.Tag))
                Suspect(folder);
    }

    /// <summary>Null when each has had its turn; the next round begins anew.</summary>
    private MirroredFolder? NextToPoll()
    {
        if (_toPoll.TryDequeue(out var folder))
            return folder;
        lock (_lock)
            _toPoll = new Queue<MirroredFolder>(_listed.Where(listed => listed.Listing is not null));
        return null;
    }
}
