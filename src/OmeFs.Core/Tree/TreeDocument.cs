namespace OmeFs.Core.Tree;

/// <summary>
/// A file of the tree that is no chunk. Its bytes are known from the beginning, or made once, when somebody reads them for the first time; its length is
/// known before that. Safe from many threads.
/// </summary>
public sealed class TreeDocument : IDeferredContent
{
    private readonly Lazy<int> _length;
    private readonly Lazy<Task<byte[]>> _bytes;

    private TreeDocument(Lazy<int> length, Lazy<Task<byte[]>> bytes) => (_length, _bytes) = (length, bytes);

    /// <summary>Bytes; exact from the beginning.</summary>
    public int Length => _length.Value;

    /// <summary>A document with these bytes.</summary>
    public static TreeDocument Of(byte[] bytes) => new(new(bytes.Length), new(Task.FromResult(bytes)));

    /// <summary>A document that is made when it is read.</summary>
    /// <param name="length">Asked at most once; reads no pixel.</param>
    /// <param name="make">Called at most once, on a thread of its own: it may decode pixels. The same bytes each time, and as many as <paramref name="length"/> says.</param>
    public static TreeDocument Late(Func<int> length, Func<Task<byte[]>> make)
    {
        var known = new Lazy<int>(length);
        return new(known, new(() => Task.Run(() => MakeAsync(known, make))));
    }

    /// <summary>All bytes; nobody may write there.</summary>
    public Task<byte[]> BytesAsync() => _bytes.Value;

    ValueTask<int> IDeferredContent.ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var bytes = BytesAsync();
        return bytes.IsCompletedSuccessfully ? ValueTask.FromResult(Copy(bytes.Result, offset, buffer)) : new(WaitAsync(bytes, offset, buffer));
    }

    private static async Task<int> WaitAsync(Task<byte[]> bytes, long offset, Memory<byte> buffer) => Copy(await bytes, offset, buffer);

    private static int Copy(byte[] bytes, long offset, Memory<byte> buffer)
    {
        if (offset >= bytes.Length)
            return 0;
        var count = Math.Min(buffer.Length, bytes.Length - (int)offset);
        bytes.AsMemory((int)offset, count).CopyTo(buffer);
        return count;
    }

    private static async Task<byte[]> MakeAsync(Lazy<int> length, Func<Task<byte[]>> make)
    {
        var bytes = await make();
        return bytes.Length == length.Value
            ? bytes
            : throw new OmeFsException(FaultKind.Bug, $"a document of {length.Value} bytes came to {bytes.Length}");
    }
}
