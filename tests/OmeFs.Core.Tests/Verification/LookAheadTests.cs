using OmeFs.Core.Verification;

namespace OmeFs.Core.Tests.Verification;

public class LookAheadTests
{
    [Fact]
    public async Task Results_come_in_order_and_no_more_than_the_width_are_kept()
    {
        var (alive, most) = (0, 0);
        var taken = new List<int>();
        var results = LookAhead.RunAsync(Enumerable.Range(0, 200), 4, Work, CancellationToken.None);
        await foreach (var result in results)
            using (result)
                taken.Add(result.Number);
        Assert.Equal(Enumerable.Range(0, 200), taken);
        Assert.Equal(0, alive);
        Assert.InRange(most, 1, 5); // four ahead, and the one in the caller's hands

        async Task<Result> Work(int number)
        {
            var now = Interlocked.Increment(ref alive);
            InterlockedMax(ref most, now);
            for (var i = 0; i < number % 7; i++)
                await Task.Yield();
            return new Result(number, () => Interlocked.Decrement(ref alive));
        }
    }

    [Fact]
    public async Task Whoever_stops_early_leaves_nothing_behind()
    {
        var alive = 0;
        await foreach (var result in LookAhead.RunAsync(Enumerable.Range(0, 200), 4, Work, CancellationToken.None))
            using (result)
                if (result.Number == 10)
                    break;
        Assert.Equal(0, alive);

        Task<Result> Work(int number)
        {
            Interlocked.Increment(ref alive);
            return Task.FromResult(new Result(number, () => Interlocked.Decrement(ref alive)));
        }
    }

    [Fact]
    public async Task A_fault_is_the_callers_and_what_else_is_under_way_is_awaited()
    {
        var alive = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var result in LookAhead.RunAsync(Enumerable.Range(0, 200), 4, Work, CancellationToken.None))
                result.Dispose();
        });
        Assert.Equal(0, alive);

        async Task<Result> Work(int number)
        {
            await Task.Yield();
            if (number == 5)
                throw new InvalidOperationException("five");
            Interlocked.Increment(ref alive);
            return new Result(number, () => Interlocked.Decrement(ref alive));
        }
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }

    private sealed record Result(int Number, Action End) : IDisposable
    {
        public void Dispose() => End();
    }
}
