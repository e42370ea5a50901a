using System.Buffers.Text;
using System.Text;

namespace OmeFs.Core.Tree;

/// <summary>One entry of a folder. The name is kept as text or as a number, so that listing a chunk grid makes no strings.</summary>
/// <remarks>Ownership: the text is the tree's own memory and is read-only.</remarks>
/// <param name="Stat">The node; its size is exact, or <see cref="NodeStat.UnknownSize"/>.</param>
/// <param name="Ordinal">Its place in the folder's frozen order; a listing resumes at any ordinal.</param>
public readonly record struct TreeEntry(NodeStat Stat, ulong Ordinal, ReadOnlyMemory<byte> Text, uint Number)
{
    /// <summary>Writes the name as UTF-8 and returns its length, at most 255 bytes.</summary>
    public int WriteName(Span<byte> destination)
    {
        if (!Text.IsEmpty)
        {
            Text.Span.CopyTo(destination);
            return Text.Length;
        }
        return Utf8Formatter.TryFormat(Number, destination, out var written)
            ? written
            : throw new ArgumentException("the buffer is too small for a name", nameof(destination));
    }

    /// <summary>The name as a string, for messages and tests.</summary>
    public string Name => Text.IsEmpty ? Number.ToString() : Encoding.UTF8.GetString(Text.Span);
}
