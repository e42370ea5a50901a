using OmeFs.Core.Codecs;

namespace OmeFs.Core.Tests.Codecs;

public class SegmentCacheTests
{
    [Fact]
    public async Task Many_threads_that_want_one_segment_have_it_decoded_once()
    {
        using var cache = new SegmentCache(1_000_000);
        for (var round = 0; round < 200; round++)
        {
            var decoded = 0;
            var key = new SegmentKey(cache, this, round, 0);
            var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await cache.GetAsync(key, async () =>
            {
                Interlocked.Increment(ref decoded);
                await Task.Yield();
                return new byte[10];
            })));
            var all = await Task.WhenAll(readers);
            Assert.Equal(1, decoded);
            Assert.All(all, bytes => Assert.Same(all[0], bytes));
        }
    }

    [Fact]
    public async Task A_fault_reaches_all_who_wait_and_is_not_kept()
    {
        using var cache = new SegmentCache(1000);
        var key = new SegmentKey(cache, this, 1, 2);
        var gate = new TaskCompletionSource<byte[]>();
        var waiting = Enumerable.Range(0, 3).Select(_ => cache.GetAsync(key, () => gate.Task).AsTask()).ToList();
        gate.SetException(new OmeFsException(FaultKind.Corrupt, "bad"));
        foreach (var task in waiting)
            await Assert.ThrowsAsync<OmeFsException>(() => task);
        Assert.Equal([7], await cache.GetAsync(key, () => Task.FromResult<byte[]>([7])));
    }

    [Fact]
    public async Task A_decoder_that_throws_at_once_is_not_kept_either()
    {
        using var cache = new SegmentCache(1000);
        var key = new SegmentKey(cache, this, 1, 2);
        await Assert.ThrowsAsync<OmeFsException>(async () => await cache.GetAsync(key, () => throw new OmeFsException(FaultKind.Corrupt, "bad")));
        Assert.Equal([7], await cache.GetAsync(key, () => Task.FromResult<byte[]>([7])));
    }

    [Fact]
    public async Task Owners_files_IFDs_segments_and_pieces_are_told_apart()
    {
        using var cache = new SegmentCache(1000);
        var other = new object();
        SegmentKey[] keys = [new(cache, this, 1, 1), new(other, this, 1, 1), new(cache, other, 1, 1), new(cache, this, 2, 1), new(cache, this, 1, 2), new(cache, this, 1, 1, 1)];
        for (var i = 0; i < keys.Length; i++)
            await cache.GetAsync(keys[i], () => Task.FromResult<byte[]>([(byte)i]));
        for (var i = 0; i < keys.Length; i++)
            Assert.Equal([(byte)i], await cache.GetAsync(keys[i], () => throw new InvalidOperationException("not kept")));
    }

    [Fact]
    public async Task No_more_than_the_limit_is_kept()
    {
        using var cache = new SegmentCache(1000);
        for (var i = 0; i < 50; i++)
            await cache.GetAsync(new SegmentKey(cache, cache, i, 0), () => Task.FromResult(new byte[100]));
        var kept = 0;
        for (var i = 0; i < 50; i++)
            kept += await IsKeptAsync(cache, i, 100) ? 1 : 0;
        Assert.InRange(kept, 1, 10);
        Assert.False(await IsKeptAsync(cache, -1, 5000));
        Assert.False(await IsKeptAsync(cache, -1, 5000));
    }

    /// <summary>Whether a segment is still there; otherwise it is put there.</summary>
    private static async Task<bool> IsKeptAsync(SegmentCache cache, long ifd, int bytes)
    {
        var kept = true;
        await cache.GetAsync(new SegmentKey(cache, cache, ifd, 0), () =>
        {
            kept = false;
            return Task.FromResult(new byte[bytes]);
        });
        return kept;
    }
}
