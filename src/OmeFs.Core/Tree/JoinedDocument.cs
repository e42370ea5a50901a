namespace OmeFs.Core.Tree;

/// <summary>Documents inside a frame of text. A read generates only the documents that it needs.</summary>
/// <param name="places">Offsets in the frame, ascending, each with one placeholder byte for a document.</param>
internal sealed class JoinedDocument(byte[] frame, IReadOnlyList<int> places, IReadOnlyList<TreeDocument> documents) : TreeDocument
{
    /// <summary>The offset of each document in the whole, then the whole's length; in bytes.</summary>
    private readonly Lazy<int[]> _starts = new(() => Starts(frame, places, documents));

    public override int Length => _starts.Value[^1];

    public override async Task<byte[]> BytesAsync()
    {
        var whole = new byte[Length];
        await ReadAsync(0, whole, CancellationToken.None);
        return whole;
    }

    protected internal override async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (offset >= Length)
            return 0;
        var (starts, at, left) = (_starts.Value, (int)offset, buffer[..Math.Min(buffer.Length, Length - (int)offset)]);
        var index = Array.BinarySearch(starts, 0, documents.Count, at);
        for (index = index < 0 ? ~index - 1 : index; !left.IsEmpty; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (from, textAt) = index < 0 ? (0, 0) : (places[index] + 1, starts[index] + documents[index].Length);
            if (at < textAt)
                (at, left) = After(await documents[index].ReadAsync(at - starts[index], left, cancellation), at, left);
            if (left.IsEmpty)
                break;
            var end = index + 1 < documents.Count ? places[index + 1] : frame.Length;
            var text = frame.AsMemory((from + at - textAt)..end);
            text = text[..Math.Min(text.Length, left.Length)];
            text.CopyTo(left);
            (at, left) = After(text.Length, at, left);
        }
        return (int)(at - offset);
    }

    private static (int At, Memory<byte> Left) After(int count, int at, Memory<byte> left) => (at + count, left[count..]);

    private static int[] Starts(byte[] frame, IReadOnlyList<int> places, IReadOnlyList<TreeDocument> documents)
    {
        var starts = new int[documents.Count + 1];
        var more = 0;
        for (var i = 0; i < documents.Count; i++)
        {
            starts[i] = checked(places[i] + more);
            more = checked(more + documents[i].Length - 1);
        }
        starts[^1] = checked(frame.Length + more);
        return starts;
    }
}
