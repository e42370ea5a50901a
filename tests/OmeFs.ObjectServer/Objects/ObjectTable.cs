using System.Collections.Concurrent;

namespace OmeFs.Testing.Remote;

/// <summary>Objects that a test put. Each version has another ETag, and a Last-Modified one second after the version before.</summary>
internal sealed class ObjectTable : IObjectStore
{
    private static readonly DateTimeOffset FirstVersion = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);

    /// <summary>A bucket stays when its last object is deleted. The values have no meaning.</summary>
    private readonly ConcurrentDictionary<string, bool> _buckets = new(StringComparer.Ordinal);

    private int _versions;

    public void Put(string path, IContent content, ObjectTraits traits)
    {
        var version = Interlocked.Increment(ref _versions);
        if (path.IndexOf('/') is > 0 and var end)
            AddBucket(path[..end]);
        _objects[path] = new StoredObject(content, $"\"v{version}-{content.Length:x}\"", traits.LastModified ?? FirstVersion.AddSeconds(version), traits);
    }

    public void Delete(string path) => _objects.TryRemove(path, out _);

    public void AddBucket(string bucket) => _buckets[bucket] = true;

    public StoredObject? Find(string path) => _objects.GetValueOrDefault(path);

    public bool HasBucket(string bucket) => _buckets.ContainsKey(bucket);

    public IEnumerable<(string Key, StoredObject Stored)> List(string bucket) =>
        from entry in _objects
        where entry.Key.StartsWith(bucket + '/', StringComparison.Ordinal)
        select (entry.Key[(bucket.Length + 1)..], entry.Value);
}
