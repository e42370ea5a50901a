using System.Collections.Concurrent;
using System.Diagnostics;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Tests.Sources;

/// <summary>What is open, for how long, and who closes it: the one pool that files, targets and images are kept in.</summary>
public sealed class LeasePoolTests : IDisposable
{
    private const int Limit = 3;

    private readonly LeasePool<int, Thing> _pool = new(Limit);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void The_longest_unused_is_closed_for_another()
    {
        var things = Enumerable.Range(0, Limit).Select(Put).ToList();
        Assert.True(Use(0));
        Put(3);
        Assert.Equal([0, 1, 0], things.Select(thing => thing.Closed));
        Assert.False(Use(1));
        Assert.Equal(Limit, _pool.Count);
        Assert.Equal([0, 2, 3], _pool.Keys.Order());
    }

    [Fact]
    public void If_all_are_in_use_more_are_open_until_their_users_have_ended()
    {
        var leases = Enumerable.Range(0, Limit + 2).Select(key => _pool.Put(key, new Thing())).ToList();
        Assert.Equal(Limit + 2, _pool.Count);
        Assert.All(leases, lease => Assert.Equal(0, lease.Value.Closed));
        foreach (var lease in leases)
            lease.Dispose();
        Assert.Equal(Limit, _pool.Count);
        Assert.Equal([1, 1, 0, 0, 0], leases.Select(lease => lease.Value.Closed));
    }

    /// <summary>Else an image that waits for its first reader would be opened again and again while all others are read.</summary>
    [Fact]
    public void What_was_just_used_is_not_closed_by_its_own_end()
    {
        var busy = Enumerable.Range(0, Limit).Select(key => _pool.Put(key, new Thing())).ToList();
        var last = Put(9);
        Assert.Equal(0, last.Closed);
        Assert.True(Use(9));
        busy[0].Dispose();
        Assert.Equal((1, 0), (last.Closed, busy[0].Value.Closed));
    }

    [Fact]
    public void What_is_dropped_is_closed_by_its_last_user()
    {
        var thing = new Thing();
        var (one, other) = (_pool.Put(1, thing), Lease(1));
        _pool.Drop(1);
        Assert.Equal((0, 0, false), (thing.Closed, _pool.Count, Use(1)));
        var again = Put(1);
        one.Dispose();
        Assert.Equal(0, thing.Closed);
        other.Dispose();
        _pool.Drop(2);
        Assert.Equal((1, 0), (thing.Closed, again.Closed));
    }

    [Fact]
    public void Of_two_that_were_opened_at_once_the_later_is_closed()
    {
        var (first, second) = (Put(1), new Thing());
        using var lease = _pool.Put(1, second);
        Assert.Same(first, lease.Value);
        Assert.Equal((0, 1), (first.Closed, second.Closed));
    }

    [Fact]
    public void What_nobody_uses_can_be_closed_for_other_files()
    {
        var things = Enumerable.Range(0, Limit).Select(Put).ToList();
        using (Lease(0))
        {
            Assert.Equal(1, _pool.CloseIdle());
            Assert.Equal([0, 1, 0], things.Select(thing => thing.Closed));
            _pool.CloseUnused(TimeSpan.FromHours(1));
            Assert.Equal(2, _pool.Count);
            _pool.CloseUnused(TimeSpan.FromTicks(-1));
            Assert.Equal([0, 1, 1], things.Select(thing => thing.Closed));
            Assert.Equal(0, _pool.CloseIdle());
        }
        Assert.Equal(1, _pool.CloseIdle());
    }

    [Fact]
    public void At_the_end_all_are_closed_and_nothing_is_taken()
    {
        var (idle, used, late) = (Put(1), new Thing(), new Thing());
        using (_pool.Put(2, used))
        {
            _pool.Dispose();
            Assert.Equal((1, 0), (idle.Closed, used.Closed));
        }
        Assert.Equal(FaultKind.SourceFailed, Assert.Throws<OmeFsException>(() => _pool.Put(3, late)).Kind);
        Assert.Equal((1, 1), (used.Closed, late.Closed));
    }

    [Fact]
    public async Task Many_users_at_once_never_use_what_is_closed()
    {
        var all = new ConcurrentBag<Thing>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var key = i * 7 % 11;
            if (!_pool.TryLease(key, out var lease))
            {
                var opened = new Thing();
                all.Add(opened);
                lease = _pool.Put(key, opened);
            }
            using (lease)
            {
                if (i % 5 == 0)
                    await Task.Yield();
                if (i % 97 == 0)
                    _pool.Drop(key);
                Assert.Equal(0, lease.Value.Closed);
            }
        });
        Assert.InRange(_pool.Count, 1, Limit);
        Assert.Equal(_pool.Count, all.Count(thing => thing.Closed == 0));
        Assert.DoesNotContain(all, thing => thing.Closed > 1);
    }

    [SkippableFact]
    public void A_lease_allocates_nothing()
    {
        Skip.If(
            typeof(IByteSource).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false) is [DebuggableAttribute { IsJITOptimizerDisabled: true }],
            "counted with -c Release");
        Put(1);
        Put(2);
        Use(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Use(1 + (i % 2));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private Thing Put(int key)
    {
        using var lease = _pool.Put(key, new Thing());
        return lease.Value;
    }

    private LeasePool<int, Thing>.Lease Lease(int key) => _pool.TryLease(key, out var lease) ? lease : throw new InvalidOperationException($"{key} is not open");

    private bool Use(int key)
    {
        if (!_pool.TryLease(key, out var lease))
            return false;
        lease.Dispose();
        return true;
    }

    private sealed class Thing : IDisposable
    {
        private int _closed;

        public int Closed => Volatile.Read(ref _closed);

        public void Dispose() => Interlocked.Increment(ref _closed);
    }
}
