namespace OmeFs.Core.Tree;

/// <summary>
/// A document that is generated when it is read. Its bytes are held weakly, because a source may have many thousand such documents:
/// a program that reads all of them once must not keep them in memory.
/// </summary>
internal sealed class LazyDocument(Func<int> length, Func<Task<byte[]>> make) : TreeDocument
{
    private readonly Lazy<int> _length = new(length); // Also the lock for the fields below.
    private WeakReference<byte[]>? _made;
    private Task<byte[]>? _making;

    public override int Length => _length.Value;

    public override Task<byte[]> BytesAsync()
    {
        lock (_length)
            return _made is not null && _made.TryGetTarget(out var bytes) ? Task.FromResult(bytes) : _making ??= Task.Run(MakeAsync);
    }

    private async Task<byte[]> MakeAsync()
    {
        try
        {
            var bytes = await make();
            if (bytes.Length != Length)
                throw new OmeFsException(FaultKind.Bug, $"a document of {Length} bytes came to {bytes.Length}");
            lock (_length)
                _made = new WeakReference<byte[]>(bytes);
            return bytes;
        }
        finally
        {
            lock (_length)
                _making = null;
        }
    }
}
