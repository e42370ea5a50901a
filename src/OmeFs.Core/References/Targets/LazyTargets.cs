using System.Collections.Concurrent;

namespace OmeFs.Core.References.Targets;

/// <summary>Targets that become known while references are read. Each is judged when its URL is first needed. Safe from many threads; no lock is held while judging.</summary>
/// <param name="folder">The base of relative URLs.</param>
internal sealed class LazyTargets(string folder, SourcePolicy policy) : ITargets
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Target> _targets = [];
    private int _last;
    private long _bytes;

    public Target this[int url] => _targets[url];

    /// <summary>The number of a URL, from 1 on. An empty URL has no target.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/>.</exception>
    public int NumberOf(string url)
    {
        if (_numbers.TryGetValue(url, out var known))
            return known;
        if (Interlocked.Add(ref _bytes, url.Length) > ReferenceLimits.MaxUrlBytes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"the URLs that were read take more than {ReferenceLimits.MaxUrlBytes} bytes");
        var target = TargetTable.Judge(url, folder, policy);
        var number = Interlocked.Increment(ref _last);
        _targets[number] = target;
        return _numbers.GetOrAdd(url, number);
    }
}
