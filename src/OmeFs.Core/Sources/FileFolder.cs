namespace OmeFs.Core.Sources;

/// <summary>A folder of the local file system. What is opened through it shares a bounded number of file handles.</summary>
public sealed class FileFolder : ISourceFolder, IDisposable
{
    /// <summary>Arbitrary: far below the 1024 that a process may usually have open, and far above what is read at a time.</summary>
    private const int MostOpen = 256;

    private readonly string _path;
    private readonly FilePool _pool;
    private readonly List<PooledFileSource> _opened = [];

    /// <param name="path">Absolute.</param>
    public FileFolder(string path)
        : this(path, MostOpen)
    {
    }

    internal FileFolder(string path, int mostOpen) => (_path, _pool) = (path, new FilePool(mostOpen));

    public ValueTask<IByteSource?> TryOpenAsync(string path, CancellationToken cancellation = default)
    {
        var full = Path.Join(_path, path);
        if (FileVersion.OfPath(full, followLinks: true).Kind is PathKind.None or PathKind.Folder)
            return ValueTask.FromResult<IByteSource?>(null);
        var source = PooledFileSource.Open(full, _pool);
        lock (_opened)
            _opened.Add(source);
        return ValueTask.FromResult<IByteSource?>(source);
    }

    public ValueTask<IReadOnlyList<string>> NamesAsync(string folder, int most, CancellationToken cancellation = default)
    {
        try
        {
            return ValueTask.FromResult<IReadOnlyList<string>>(
                [.. LocalFolder.Entries(Path.Join(_path, folder)).Where(entry => entry.Kind != PathKind.Folder).Take(most).Select(entry => entry.Name)]);
        }
        catch (OmeFsException)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([]); // not there, or not for us: then no name is known
        }
    }

    public void Dispose()
    {
        foreach (var source in _opened)
            source.Dispose();
    }
}
