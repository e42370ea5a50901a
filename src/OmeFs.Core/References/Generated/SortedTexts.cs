namespace OmeFs.Core.References.Generated;

/// <summary>Texts in the order of their bytes.</summary>
/// <param name="texts">Already in that order.</param>
internal sealed class SortedTexts(byte[][] texts)
{
    public static Comparer<byte[]> Order { get; } = Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other));

    public int Count => texts.Length;

    public byte[] this[int rank] => texts[rank];

    /// <summary>The number of texts before a key.</summary>
    public int LowerBound(ReadOnlySpan<byte> key) =>
        Bisection.First(0, texts.Length, texts, key, static (texts, key, i) => texts[i].AsSpan().SequenceCompareTo(key) >= 0);

    /// <summary>The length of the longest text that a key begins with; -1 if there is none.</summary>
    public int LongestStart(ReadOnlySpan<byte> key)
    {
        while (true)
        {
            var rank = LowerBound(key);
            if (rank < texts.Length && key.SequenceEqual(texts[rank]))
                return key.Length;
            if (rank == 0)
                return -1;
            // A prefix of the key sorts before it, and is at most as long as the key's common prefix with the nearest text.
            key = key[..key.CommonPrefixLength(texts[rank - 1])];
        }
    }
}
