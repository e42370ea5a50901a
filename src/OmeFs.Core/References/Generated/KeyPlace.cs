using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>
/// A place in generated keys where a dimension's values stand. They are counted in the order of their texts: a rank is a value's number in
/// that order.
/// </summary>
internal abstract class KeyPlace(int dimension)
{
    /// <summary>Number of the dimension in its `gen` entry.</summary>
    public int Dimension => dimension;

    public abstract long Count { get; }

    /// <summary>The dimension's value, which is not what the key shows where that says "{{i + 1}}". 0 for a text.</summary>
    public abstract long Value(long rank);

    public abstract TemplateValue TemplateValue(long rank);

    /// <summary>Writes a text and returns its length.</summary>
    public abstract int Write(long rank, Span<byte> into);

    /// <summary>
    /// How many texts come before <paramref name="key"/> with all that may stand behind them, but for the one that the key begins with:
    /// what stands behind that one decides.
    /// </summary>
    /// <param name="taken">Length of the text that the key begins with; -1 where there is none.</param>
    public abstract long Before(ReadOnlySpan<byte> key, out int taken);

    /// <summary>Whether texts with this behind them come in the order of the texts alone.</summary>
    /// <param name="next">The byte behind each text; null at the end of the key.</param>
    public abstract bool KeepsOrderBefore(byte? next);

    /// <summary>The ranks of the least and the greatest number; null where texts are no numbers.</summary>
    public abstract (long Least, long Greatest)? Ends { get; }

    /// <summary>Appends the longest text, for a key to be judged by its length.</summary>
    public abstract void AppendLongest(List<byte> to);
}
