using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace OmeFs.Core.Codecs;

/// <summary>Names a decoded segment.</summary>
/// <param name="Owner">Who decodes it: two arrays may decode the same segment differently.</param>
/// <param name="File">The file it lies in.</param>
/// <param name="Ifd">Offset of its IFD.</param>
/// <param name="Piece">Which piece of a segment that is decoded in pieces.</param>
public readonly record struct SegmentKey(object Owner, object File, long Ifd, long Segment, int Piece = 0);

/// <summary>
/// Decoded segments, kept up to a number of bytes. A segment asked for in many pieces by many readers is decoded once: a reader that comes
/// while it is being decoded waits for the same result. Safe from many threads; no lock is held while decoding.
/// </summary>
public sealed class SegmentCache(long limitBytes) : IDisposable
{
    /// <summary>
    /// The garbage collector lets large arrays that the cache dropped pile up until they are a multiple of those it keeps. *Measured:* 32
    /// readers of 1.2 GB decoded from LZW: 758 MB resident at most, 440 with a collection for each 32 MiB decoded; there are few objects, so
    /// that one takes less than 4 ms even where 30 threads want 2 processors.
    /// </summary>
    private const long BytesPerCollection = 32 * 1024 * 1024;

    private readonly MemoryCache _decoded = new(new MemoryCacheOptions { SizeLimit = limitBytes, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<SegmentKey, Lazy<Task<byte[]>>> _underWay = new();
    private long _bytesSinceCollection;

    /// <summary>The decoded segment. The caller must not write to it. A fault is not kept: the next one to ask tries again.</summary>
    public ValueTask<byte[]> GetAsync(SegmentKey key, Func<Task<byte[]>> decode) =>
        _decoded.TryGetValue(key, out byte[]? there) ? ValueTask.FromResult(there!) : new ValueTask<byte[]>(DecodeAsync(key, decode));

    public void Dispose() => _decoded.Dispose();

    private async Task<byte[]> DecodeAsync(SegmentKey key, Func<Task<byte[]>> decode)
    {
        // Who decoded it before may have finished since the caller looked into the cache.
        var mine = new Lazy<Task<byte[]>>(() => _decoded.TryGetValue(key, out byte[]? there) ? Task.FromResult(there!) : decode());
        var task = _underWay.GetOrAdd(key, mine);
        try
        {
            var bytes = await task.Value;
            if (ReferenceEquals(task, mine))
                Keep(key, bytes);
            return bytes;
        }
        finally
        {
            if (ReferenceEquals(task, mine))
                _underWay.TryRemove(key, out _);
        }
    }

    private void Keep(SegmentKey key, byte[] bytes)
    {
        _decoded.Set(key, bytes, new MemoryCacheEntryOptions { Size = Math.Max(1, bytes.Length) });
        if (Interlocked.Add(ref _bytesSinceCollection, bytes.Length) < BytesPerCollection)
            return;
        Interlocked.Exchange(ref _bytesSinceCollection, 0);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
    }
}
