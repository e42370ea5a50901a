using OmeFs.Core.Sources;

namespace OmeFs.Core.References.Targets;

/// <summary>Targets that are open, a bounded number of them: the one that was not used for longest is closed for another.</summary>
/// <remarks>
/// *Invariant:* bytes of two versions of a target are never mixed: one that is opened again must be the version it was at first. No lock is
/// held while a target is opened or read.
/// </remarks>
internal sealed class TargetPool : IIdleFiles, IDisposable
{
    private readonly TargetTable _targets;
    private readonly Func<Target, CancellationToken, ValueTask<IByteSource>> _opener;
    private readonly int _limit;
    private readonly Dictionary<int, OpenTarget> _open = [];
    private readonly Dictionary<int, SourceIdentity> _versions = [];
    private readonly Lock _lock = new();
    private long _clock;
    private bool _disposed;

    public TargetPool(TargetTable targets, Func<Target, CancellationToken, ValueTask<IByteSource>> open, int limit = ReferenceLimits.MaxOpenTargets)
    {
        (_targets, _opener, _limit) = (targets, open, limit);
        OpenFiles.Add(this);
    }

    /// <summary>A target to read from, until the lease is disposed of.</summary>
    /// <exception cref="OmeFsException">It cannot be opened, is refused, or is another version now.</exception>
    public ValueTask<Lease> LeaseAsync(int url, CancellationToken cancellation)
    {
        lock (_lock)
            if (_open.TryGetValue(url, out var known))
                return ValueTask.FromResult(Use(known));
        return OpenAsync(url, cancellation);
    }

    /// <summary>A target's length, where it has been open before.</summary>
    public long? KnownLength(int url)
    {
        lock (_lock)
            return _versions.TryGetValue(url, out var version) ? version.Length : null;
    }

    public int CloseIdle()
    {
        lock (_lock)
        {
            var idle = _open.Where(entry => entry.Value.Users == 0).OrderBy(entry => entry.Value.LastUse).Take((_open.Count / 4) + 1).ToList();
            foreach (var (url, target) in idle)
            {
                _open.Remove(url);
                Retire(target);
            }
            return idle.Count;
        }
    }

    public void Dispose()
    {
        OpenFiles.Remove(this);
        lock (_lock)
        {
            _disposed = true;
            foreach (var target in _open.Values)
                Retire(target);
            _open.Clear();
        }
    }

    private async ValueTask<Lease> OpenAsync(int url, CancellationToken cancellation)
    {
        _targets[url].MustBeReadable();
        var source = await OpenSourceAsync(_targets[url], cancellation);
        lock (_lock)
        {
            if (_open.TryGetValue(url, out var other))
            {
                source.Dispose(); // another request was faster
                return Use(other);
            }
            if (!_versions.TryAdd(url, source.Identity) && _versions[url] != source.Identity)
            {
                source.Dispose();
                throw new OmeFsException(FaultKind.SourceChanged, $"{source.Name}: has changed since it was first read; unmount and mount it again");
            }
            ObjectDisposedException.ThrowIf(_disposed, this);
            MakeRoom();
            return Use(_open[url] = new OpenTarget(source));
        }
    }

    /// <summary>The key is there, so that a target which is not is no absence but a failure.</summary>
    private async ValueTask<IByteSource> OpenSourceAsync(Target target, CancellationToken cancellation)
    {
        try
        {
            return await _opener(target, cancellation);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.NotFound)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"the reference's target cannot be reached: {fault.Message}", fault);
        }
    }

    private Lease Use(OpenTarget target)
    {
        target.Users++;
        target.LastUse = ++_clock;
        return new Lease(this, target);
    }

    /// <summary>Where all are being read from, one more is opened: readers are few.</summary>
    private void MakeRoom()
    {
        if (_open.Count < _limit || !_open.Any(entry => entry.Value.Users == 0))
            return;
        var oldest = _open.Where(entry => entry.Value.Users == 0).MinBy(entry => entry.Value.LastUse);
        _open.Remove(oldest.Key);
        Retire(oldest.Value);
    }

    private void Return(OpenTarget target)
    {
        lock (_lock)
        {
            target.Users--;
            if (target.Retired)
                Retire(target);
        }
    }

    private static void Retire(OpenTarget target)
    {
        target.Retired = true;
        if (target.Users == 0)
            target.Source.Dispose();
    }

    /// <summary>The right to read from a target.</summary>
    internal readonly struct Lease(TargetPool pool, OpenTarget target) : IDisposable
    {
        public IByteSource Source => target.Source;

        public void Dispose() => pool.Return(target);
    }

    /// <summary>Changed under the pool's lock alone.</summary>
    internal sealed class OpenTarget(IByteSource source)
    {
        public IByteSource Source { get; } = source;

        public int Users { get; set; }

        public long LastUse { get; set; }

        /// <summary>Not in the pool any more; closed when its last reader is done.</summary>
        public bool Retired { get; set; }
    }
}
