using OmeFs.Core.References.Templates;

namespace OmeFs.Core.References.Generated;

/// <summary>
/// A place of a dimension's value in generated keys. A rank is a value's number in the order of the texts.
/// </summary>
internal abstract class KeyPlace(int dimension)
{
    /// <summary>The number of the dimension in its `gen` entry.</summary>
    public int Dimension => dimension;

    public abstract long Count { get; }

    /// <summary>The dimension's value. The key may have another number: "{{i + 1}}". 0 for a text.</summary>
    public abstract long Value(long rank);

    public abstract TemplateValue TemplateValue(long rank);

    /// <summary>Writes a text and returns its length.</summary>
    public abstract int Write(long rank, Span<byte> into);

    /// <summary>
    /// The number of texts that sort before <paramref name="key"/>, whatever follows them. The text that the key begins with is not counted: the
    /// rest of the key decides about it.
    /// </summary>
    /// <param name="taken">The length of the text that the key begins with; -1 if there is none.</param>
    public abstract long Before(ReadOnlySpan<byte> key, out int taken);

    /// <summary>Whether texts that are followed by a byte have the same order as the texts alone.</summary>
    /// <param name="next">The byte after each text; null at the end of the key.</param>
    public abstract bool KeepsOrderBefore(byte? next);

    /// <summary>The ranks of the least and the greatest number; null if the texts are not numbers.</summary>
    public abstract (long Least, long Greatest)? Ends { get; }

    /// <summary>Appends the longest text, to check the length of a key.</summary>
    public abstract void AppendLongest(List<byte> to);
}
