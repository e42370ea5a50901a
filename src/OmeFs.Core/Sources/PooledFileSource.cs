namespace OmeFs.Core.Sources;

/// <summary>A local file that is open only while it is read now and then. Another version under its name is never taken for the one that was opened.</summary>
internal sealed class PooledFileSource : IByteSource
{
    private readonly FilePool _pool;
    private readonly FilePolicy _policy;
    private readonly FileStamps _stamps;
    private readonly Lock _gate = new();
    private FileSource? _open;
    private int _readers;
    private bool _wasRead;

    private PooledFileSource(FileSource file, FilePolicy policy, FileStamps stamps, FilePool pool) =>
        (Name, Length, Identity, _open, _policy, _stamps, _pool) = (file.Name, file.Length, file.Identity, file, policy, stamps, pool);

    public string Name { get; }

    public long Length { get; }

    public SourceIdentity Identity { get; }

    /// <inheritdoc cref="FileSource.Open"/>
    public static PooledFileSource Open(string path, FilePolicy policy, FileStamps stamps, FilePool pool)
    {
        var source = new PooledFileSource(FileSource.Open(path, policy, stamps), policy, stamps, pool);
        pool.Opened(source);
        return source;
    }

    public async ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        var file = Enter();
        try
        {
            await file.ReadAtAsync(offset, buffer, cancellation);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Closes the file unless it is being read, or was since this was asked last.</summary>
    public bool TryClose()
    {
        FileSource? file;
        lock (_gate)
        {
            if (_readers > 0 || _wasRead)
            {
                _wasRead = false;
                return false;
            }
            (file, _open) = (_open, null);
        }
        file?.Dispose();
        return true;
    }

    public void Dispose()
    {
        FileSource? file;
        lock (_gate)
            (file, _open) = (_open, null);
        file?.Dispose();
    }

    private FileSource Enter()
    {
        lock (_gate)
            if (_open is { } file)
                return Take(file);
        var again = Reopen();
        lock (_gate)
            if (_open is { } file)
            {
                again.Dispose(); // somebody else was faster
                return Take(file);
            }
            else
            {
                _open = again;
                Take(again);
            }
        _pool.Opened(this);
        return again;
    }

    private FileSource Take(FileSource file)
    {
        (_readers, _wasRead) = (_readers + 1, true);
        return file;
    }

    private void Leave()
    {
        lock (_gate)
            _readers--;
    }

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
