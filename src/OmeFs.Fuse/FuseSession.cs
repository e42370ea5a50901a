using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Mount;
using OmeFs.Fuse.Transport;

namespace OmeFs.Fuse;

/// <summary>Serves a tree on a mount, from the first request until the kernel closes the connection.</summary>
public sealed class FuseSession : IDisposable
{
    private static readonly TimeSpan WakeInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a forced end waits for a reader that hangs in a source. Arbitrary; the threads are background threads.</summary>
    private static readonly TimeSpan ForcePatience = TimeSpan.FromSeconds(5);

    private readonly IFuseTransport _transport;
    private readonly FuseMount? _mount;
    private readonly FuseOptions _options;
    private readonly ILogger _log;
    private readonly FuseDispatcher _dispatcher;
    private readonly RequestPool _requests;
    private readonly ReaderThread[] _readers;
    private readonly KernelNotifier? _notifier;
    private readonly CancellationTokenSource _forced = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _running;
    private bool _stopping;
    private volatile bool _hangs;

    private FuseSession(IFuseTransport transport, FuseMount? mount, IVirtualTree tree, FuseOptions options, ILogger log)
    {
        (_transport, _mount, _options, _log) = (transport, mount, options, log);
        _dispatcher = new FuseDispatcher(tree, options, log, _forced.Token);
        _requests = new RequestPool(options.Readers + options.MaxBackground);
        _running = options.Readers;
        Ready = _dispatcher.Init.Ready;
        _readers = [.. Enumerable.Range(0, options.Readers)
            .Select(number => new ReaderThread(transport, _dispatcher, _requests, number, ReaderEnded))];
        _notifier = tree is IChangingTree changing ? new KernelNotifier(transport, changing, log) : null;
    }

    /// <summary>
    /// Completes after INIT, and after our own start-up probing of the mount has finished. Fails if the mount cannot be served.
    /// </summary>
    public Task Ready { get; private set; }

    /// <summary>Completes when the kernel has closed the connection and the readers have ended, for any reason.</summary>
    public Task Completion => _completion.Task;

    public RequestCounters Requests => _dispatcher.Counters;

    /// <summary>Serves <paramref name="tree"/> on a mount, whose device it owns from now on.</summary>
    public static FuseSession Start(FuseMount mount, IVirtualTree tree, FuseOptions options, ILogger log)
    {
        Check(options);
        var session = Start(new DeviceTransport(mount.TakeDevice()), mount, tree, options, log);
        session.Ready = session.TuneAsync(mount.Entry);
        return session;
    }

    internal static FuseSession Start(IFuseTransport transport, FuseMount? mount, IVirtualTree tree, FuseOptions options, ILogger log)
    {
        Check(options);
        var session = new FuseSession(transport, mount, tree, options, log);
        foreach (var reader in session._readers)
            reader.Start();
        session._notifier?.Start();
        Log.Serving(log, session.Name, options.Readers);
        return session;
    }

    private string Name => _mount?.Mountpoint ?? "a transport";

    /// <summary>
    /// Unmounts. If the tree is still in use, it is unmounted lazily and served until its users are done or the grace period is over. With
    /// <paramref name="force"/> they get errors at once. Returns without waiting; <see cref="Completion"/> signals the end.
    /// </summary>
    public void Stop(bool force)
    {
        lock (_lock)
        {
            if (force)
                Force();
            else if (!_stopping)
                StopGently();
            _stopping = true;
        }
    }

    public void Dispose()
    {
        Stop(force: true);
        if (!_hangs)
            foreach (var reader in _readers)
                reader.Join(ForcePatience);
        _requests.Dispose();
        _transport.Dispose();
    }

    private static void Check(FuseOptions options)
    {
        if (options.Readers < 1 || options.MaxBackground < 1)
            throw new OmeFsException(
                FaultKind.Usage, $"a session needs at least 1 reader and 1 background request, not {options.Readers} and {options.MaxBackground}");
    }

    private void StopGently()
    {
        var result = TryUnmount(lazy: false);
        if (result == UnmountResult.Done)
            Log.Unmounted(_log, Name);
        if (result == UnmountResult.Busy && TryUnmount(lazy: true) == UnmountResult.Done)
            Log.Draining(_log, Name, _options.Grace.TotalSeconds);

        // Also after Done: the same tree may be mounted in another namespace.
        _ = ForceAfterGraceAsync();
    }

    private void Force()
    {
        if (_forced.IsCancellationRequested)
            return;
        TryUnmount(lazy: true);
        _forced.Cancel();
        _ = Task.Run(InterruptReaders);
    }

    private UnmountResult? TryUnmount(bool lazy)
    {
        try
        {
            return _mount?.Unmount(lazy);
        }
        catch (OmeFsException fault)
        {
            Log.UnmountFailed(_log, Name, fault.Message);
            return null;
        }
    }

    private async Task ForceAfterGraceAsync()
    {
        if (await Task.WhenAny(Completion, Task.Delay(_options.Grace)) != Completion)
            Stop(force: true);
    }

    /// <summary>Repeats the interrupt, because one that comes just before a reader begins to wait is lost.</summary>
    private async Task InterruptReaders()
    {
        // A notification may wait in the kernel for requests that only the readers can finish, so it must end before them.
        _notifier?.Stop();
        _notifier?.Join(ForcePatience);
        // Waiting requests get an error at once, even if a reader hangs in a source, perhaps in this very mount.
        _transport.Interrupt();
        _transport.Dispose();
        for (var waited = TimeSpan.Zero; !Completion.IsCompleted && waited < ForcePatience; waited += WakeInterval)
        {
            _transport.Interrupt();
            await Task.Delay(WakeInterval);
        }
        _hangs = !Completion.IsCompleted;
        if (_completion.TrySetResult())
            Log.ReaderHangs(_log, ForcePatience);
    }

    private void ReaderEnded(Exception? fault)
    {
        if (fault is not null)
        {
            Log.ReaderFailed(_log, fault);
            _ = Task.Run(() => Stop(force: true));
        }
        else if (!_forced.IsCancellationRequested)
            _mount?.MarkGone();
        if (Interlocked.Decrement(ref _running) > 0)
            return;
        _notifier?.Stop();
        _dispatcher.Init.Ended();
        _dispatcher.Finish();
        _transport.Dispose();
        _completion.TrySetResult();
    }

    /// <summary>Part of getting ready: a user who unmounts as soon as the mount is reported ready must not find it busy because of us.</summary>
    private async Task TuneAsync(MountEntry entry)
    {
        await _dispatcher.Init.Ready;
        KernelProbe.WarmUp(entry.Mountpoint);
        KernelTimeout.Warn(_log);
        ReadAhead.Raise(entry.Device, _options.ReadAheadKib, _log);
    }
}
