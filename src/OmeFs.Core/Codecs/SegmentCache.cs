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
/// Decoded segments, kept up to a number of bytes. A segment asked for in many pieces by many readers is decoded once: whoever comes while
/// it is being decoded waits for the same result. Safe from many threads; no lock is held while decoding.
/// </summary>
public sealed class SegmentCache(long limitBytes) : IDisposable
{
    private readonly MemoryCache _decoded = new(new MemoryCacheOptions { SizeLimit = limitBytes, CompactionPercentage = 0.25 });
    private readonly ConcurrentDictionary<SegmentKey, Lazy<Task<byte[]>>> _underWay = new();

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
                _decoded.Set(key, bytes, new MemoryCacheEntryOptions { Size = Math.Max(1, bytes.Length) });
            return bytes;
        }
        finally
        {
            if (ReferenceEquals(task, mine))
                _underWay.TryRemove(key, out _);
        }
    }
}
