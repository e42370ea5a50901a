namespace OmeFs.Core.Sources.Local;

/// <summary>
/// A local file that is opened for reads and may be closed between them. Another version under its name is never mistaken for the one that was opened.
/// </summary>
internal sealed class PooledFileSource : IByteSource
{
    private readonly LeasePool<PooledFileSource, FileSource> _pool;
    private readonly FilePolicy _policy;
    private readonly FileStamps _stamps;

    private PooledFileSource(FileSource file, FilePolicy policy, FileStamps stamps, LeasePool<PooledFileSource, FileSource> pool)
    {
        (Address, Length, Identity, _policy, _stamps, _pool) = (file.Address, file.Length, file.Identity, policy, stamps, pool);
        _pool.Put(this, file).Dispose();
    }

    public SourceAddress Address { get; }

    private string Name => Address.Text;

    public long Length { get; }

    public SourceIdentity Identity { get; }

    /// <inheritdoc cref="FileSource.Open"/>
    /// <param name="pool">Keeps the file open, and closes it when it is disposed.</param>
    public static PooledFileSource Open(string path, FilePolicy policy, FileStamps stamps, LeasePool<PooledFileSource, FileSource> pool) =>
        new(FileSource.Open(path, policy, stamps), policy, stamps, pool);

    public async ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        using var lease = _pool.TryLease(this, out var open) ? open : _pool.Put(this, Reopen());
        await lease.Value.ReadAtAsync(offset, buffer, cancellation);
    }

    public void Dispose() => _pool.Drop(this);

    private FileSource Reopen()
    {
        FileSource file;
        try
        {
            file = FileSource.Open(Name, _policy, _stamps);
        }
        catch (OmeFsException fault) when (fault.Kind is FaultKind.NotFound or FaultKind.Unsupported)
        {
            throw new OmeFsException(FaultKind.SourceChanged, $"{Name}: is no longer there; put it back, or unmount and mount again", fault);
        }
        if (file.Identity == Identity)
            return file;
        file.Dispose();
        throw new OmeFsException(FaultKind.SourceChanged, $"{Name}: has changed since it was opened; unmount and mount it again");
    }
}
