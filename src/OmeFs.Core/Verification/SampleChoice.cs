namespace OmeFs.Core.Verification;

/// <summary>
/// Chooses which chunks of a level a sample has. The chunks are divided into as many equal ranges as the sample has chunks, and one is taken of
/// each range. So a sample is spread over the level, and chunks that are not chosen cost nothing.
/// </summary>
internal static class SampleChoice
{
    /// <summary>The number of chunks in a sample: at least 1 if there are any.</summary>
    public static long Count(long chunks, double percent) =>
        percent >= 100 ? chunks : Math.Clamp((long)Math.Ceiling(chunks * (percent / 100)), Math.Min(1, chunks), chunks);

    /// <summary>The numbers of the chosen chunks, ascending; all if <paramref name="count"/> is <paramref name="chunks"/>.</summary>
    public static IEnumerable<long> Numbers(long chunks, long count, ulong seed)
    {
        for (long i = 0; i < count; i++)
        {
            var first = (long)((Int128)i * chunks / count);
            var end = (long)(((Int128)i + 1) * chunks / count);
            yield return first + (long)(Mixed(Mixed(seed) + (ulong)i) % (ulong)(end - first));
        }
    }

    /// <summary>The output function of SplitMix64: neighbouring numbers become unrelated ones, on every machine the same.</summary>
    private static ulong Mixed(ulong number)
    {
        number = unchecked((number + 1) * 0x9E37_79B9_7F4A_7C15);
        number = unchecked((number ^ (number >> 30)) * 0xBF58_476D_1CE4_E5B9);
        number = unchecked((number ^ (number >> 27)) * 0x94D0_49BB_1331_11EB);
        return number ^ (number >> 31);
    }
}
