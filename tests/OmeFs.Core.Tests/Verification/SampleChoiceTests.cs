using OmeFs.Core.Verification;

namespace OmeFs.Core.Tests.Verification;

public class SampleChoiceTests
{
    [Theory]
    [InlineData(1, 0.001, 1)]
    [InlineData(1, 100, 1)]
    [InlineData(1000, 5, 50)]
    [InlineData(1000, 5.01, 51)]
    [InlineData(1000, 99.99, 1000)]
    [InlineData(1000, 100, 1000)]
    [InlineData(0, 5, 0)]
    [InlineData(1L << 53, 0.0000001, 9_007_200)]
    public void A_share_of_the_chunks_and_never_none(long chunks, double percent, long count) =>
        Assert.Equal(count, SampleChoice.Count(chunks, percent));

    [Theory]
    [InlineData(7, 7)]
    [InlineData(1000, 1)]
    [InlineData(1000, 333)]
    [InlineData(1L << 53, 500)]
    public void Every_number_is_a_chunk_and_none_comes_twice(long chunks, long count)
    {
        var numbers = SampleChoice.Numbers(chunks, count, 42).ToList();
        Assert.Equal(count, numbers.Count);
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.All(numbers, number => Assert.InRange(number, 0, chunks - 1));
    }

    /// <summary>Fixed by value: another version of omefs must take the same chunks for the same seed.</summary>
    [Fact]
    public void The_same_seed_takes_the_same_chunks()
    {
        Assert.Equal([20, 46, 60, 95], SampleChoice.Numbers(100, 4, 1));
        Assert.NotEqual(SampleChoice.Numbers(100, 4, 1), SampleChoice.Numbers(100, 4, 2));
    }

    [Fact]
    public void In_time_every_chunk_is_taken() =>
        Assert.Equal(100, Enumerable.Range(0, 200).SelectMany(seed => SampleChoice.Numbers(100, 10, (ulong)seed)).Distinct().Count());
}
