using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace OmeFs.Core.References.Parquet;

/// <summary>Names a file of references.</summary>
/// <param name="Array">The number of its array.</param>
internal readonly record struct RecordKey(int Array, long Record);

/// <summary>
/// A cache of files of references, bounded in bytes. A file is read once: a reader that needs it while it is being read waits for the same result.
/// Safe from many threads; no lock is held while reading.
/// </summary>
internal sealed class RecordCache(long limitBytes) : IDisposable
{
    private readonly MemoryCache _read = new(new MemoryCacheOptions { SizeLimit = limitBytes, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<RecordKey, Lazy<Task<RecordGroup>>> _underWay = new();

    public bool TryGet(RecordKey key, out RecordGroup? group) => _read.TryGetValue(key, out group);

    /// <summary>A fault is not cached: the next reader tries again.</summary>
    public async Task<RecordGroup> GetAsync(RecordKey key, Func<Task<RecordGroup>> read)
    {
        // The file may have been read since the caller looked into the cache.
        var mine = new Lazy<Task<RecordGroup>>(() => TryGet(key, out var there) ? Task.FromResult(there!) : read());
        var task = _underWay.GetOrAdd(key, mine);
        try
        {
            var group = await task.Value;
            if (ReferenceEquals(task, mine))
                _read.Set(key, group, new MemoryCacheEntryOptions { Size = Math.Max(1, group.Weight) });
            return group;
        }
        finally
        {
            if (ReferenceEquals(task, mine))
                _underWay.TryRemove(key, out _);
        }
    }

    public void Dispose() => _read.Dispose();
}
