using System.Collections.Concurrent;
using OmeFs.Core.Sources;
using TargetLease = OmeFs.Core.Sources.LeasePool<int, OmeFs.Core.Sources.OpenedSource>.Lease;

namespace OmeFs.Core.References.Targets;

/// <summary>A bounded number of open targets, by the number of their URL.</summary>
/// <remarks>*Invariant:* bytes of two versions of a target are never mixed. A target that is opened again must have the version that was opened first.</remarks>
internal sealed class TargetPool(
    ITargets targets, Func<Target, CancellationToken, ValueTask<OpenedSource>> open, int limit = ReferenceLimits.MaxOpenTargets) : IDisposable
{
    private readonly LeasePool<int, OpenedSource> _pool = new(limit);
    private readonly ConcurrentDictionary<int, SourceIdentity> _versions = [];

    /// <summary>A target to read from, until the lease is disposed.</summary>
    /// <exception cref="OmeFsException">It cannot be opened, is refused, or has another version now.</exception>
    public ValueTask<TargetLease> LeaseAsync(int url, CancellationToken cancellation) =>
        _pool.TryLease(url, out var lease) ? ValueTask.FromResult(lease) : OpenAsync(url, cancellation);

    /// <summary>A target's length, if it has been open before.</summary>
    public long? KnownLength(int url) => _versions.TryGetValue(url, out var version) ? version.Length : null;

    public void Dispose() => _pool.Dispose();

    private async ValueTask<TargetLease> OpenAsync(int url, CancellationToken cancellation)
    {
        var opened = await OpenTargetAsync(targets[url], cancellation);
        var source = opened.Source;
        if (_versions.GetOrAdd(url, source.Identity) == source.Identity)
            return _pool.Put(url, opened);
        opened.Dispose();
        throw new OmeFsException(FaultKind.SourceChanged, $"{source.Name}: has changed since it was first read; unmount and mount it again");
    }

    /// <summary>The key exists, so an absent target is a failure: the file is not reported as absent.</summary>
    private async ValueTask<OpenedSource> OpenTargetAsync(Target target, CancellationToken cancellation)
    {
        try
        {
            return await open(target, cancellation);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.NotFound)
        {
            throw new OmeFsException(FaultKind.SourceFailed, $"the reference's target cannot be reached: {fault.Message}", fault);
        }
    }
}
