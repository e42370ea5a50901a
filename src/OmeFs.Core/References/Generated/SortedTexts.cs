namespace OmeFs.Core.References.Generated;

/// <summary>Texts in the order of their bytes.</summary>
/// <param name="texts">In that order.</param>
internal sealed class SortedTexts(byte[][] texts)
{
    public static Comparer<byte[]> Order { get; } = Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    public int Count => texts.Length;

    public byte[] this[int rank] => texts[rank];

    /// <summary>How many texts come before a key.</summary>
    public int LowerBound(ReadOnlySpan<byte> key) =>
        Bisection.First(0, texts.Length, texts, key, static (texts, key, i) => texts[i].AsSpan().SequenceCompareTo(key) >= 0);

    /// <summary>Length of the longest text that a key begins with, -1 where there is none.</summary>
    public int LongestStart(ReadOnlySpan<byte> key)
    {
        while (true)
        {
            var rank = LowerBound(key);
            if (rank < texts.Length && key.SequenceEqual(texts[rank]))
                return key.Length;
            if (rank == 0)
                return -1;
            // Whatever the key begins with comes before it, and is no longer than what the key has in common with the nearest.
            key = key[..key.CommonPrefixLength(texts[rank - 1])];
        }
    }
}
