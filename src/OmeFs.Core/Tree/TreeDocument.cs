namespace OmeFs.Core.Tree;

/// <summary>
/// A file of the tree that is not a chunk. Its length is known before it is read. Its bytes are known from the beginning, or generated
/// when they are read. Safe from many threads.
/// </summary>
public abstract class TreeDocument : IDeferredContent
{
    /// <summary>The exact length in bytes, known from the beginning.</summary>
    public abstract int Length { get; }

    /// <summary>The bytes of a document that is not generated late. Read-only.</summary>
    internal virtual byte[]? Known => null;

    /// <summary>A document with these bytes.</summary>
    public static TreeDocument Of(byte[] bytes) => new FixedDocument(bytes);

    /// <summary>A document that is made when it is read.</summary>
    /// <param name="length">Asked at most once; reads no pixel.</param>
    /// <param name="make">
    /// Called on its own thread, because it may decode pixels. Never called twice at a time; called again if the bytes were collected.
    /// Must return the same <paramref name="length"/> bytes each time.
    /// </param>
    public static TreeDocument Lazy(Func<int> length, Func<Task<byte[]>> make) => new LazyDocument(length, make);

    /// <summary>Documents inside a frame of text. The whole is never assembled: a read generates what it needs.</summary>
    /// <param name="frame">The text, with a byte for each document.</param>
    /// <param name="places">Where these bytes are, ascending.</param>
    public static TreeDocument Joined(byte[] frame, IReadOnlyList<int> places, IReadOnlyList<TreeDocument> documents) => new JoinedDocument(frame, places, documents);

    /// <summary>All bytes. Read-only.</summary>
    public abstract Task<byte[]> BytesAsync();

    ValueTask<int> IDeferredContent.ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation) => ReadAsync(offset, buffer, cancellation);

    /// <inheritdoc cref="FileContent.ReadAsync"/>
    protected internal virtual ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var bytes = BytesAsync();
        return bytes.IsCompletedSuccessfully ? ValueTask.FromResult(Copy(bytes.Result, offset, buffer.Span)) : new(WaitAsync(bytes, offset, buffer));
    }

    private static async Task<int> WaitAsync(Task<byte[]> bytes, long offset, Memory<byte> buffer) => Copy(await bytes, offset, buffer.Span);

    private static int Copy(byte[] bytes, long offset, Span<byte> buffer)
    {
        if (offset >= bytes.Length)
            return 0;
        var count = Math.Min(buffer.Length, bytes.Length - (int)offset);
        bytes.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }

    private sealed class FixedDocument(byte[] bytes) : TreeDocument
    {
        private readonly Task<byte[]> _bytes = Task.FromResult(bytes);

        public override int Length => _bytes.Result.Length;

        internal override byte[]? Known => _bytes.Result;

        public override Task<byte[]> BytesAsync() => _bytes;
    }
}
