namespace OmeFs.Core;

/// <summary>The only binary search: over anything with an index, without allocations.</summary>
internal static class Bisection
{
    /// <summary>The first index in [<paramref name="from"/>, <paramref name="to"/>) for which a condition holds; <paramref name="to"/> if there is none.</summary>
    /// <param name="holds">False up to some index, and true from there on. Pass a static lambda, which allocates nothing.</param>
    public static int First<TItems, TKey>(int from, int to, TItems items, TKey key, Func<TItems, TKey, int, bool> holds)
        where TKey : allows ref struct
    {
        while (from < to)
        {
            var middle = from + ((to - from) >> 1);
            if (holds(items, key, middle))
                to = middle;
            else
                from = middle + 1;
        }
        return from;
    }
}
