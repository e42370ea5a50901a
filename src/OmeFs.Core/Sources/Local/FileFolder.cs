namespace OmeFs.Core.Sources.Local;

/// <summary>A folder of the local file system. Files opened through it share a bounded number of file handles.</summary>
internal sealed class FileFolder : ISourceFolder
{
    /// <summary>Arbitrary: far below the 1024 that a process may usually have open, and far above what is read at a time.</summary>
    private const int MostOpen = 256;

    private readonly string _path;
    private readonly FilePolicy _policy;
    private readonly FileStamps _stamps;
    private readonly LeasePool<PooledFileSource, FileSource> _pool;

    /// <param name="path">Absolute.</param>
    /// <param name="allowed">Other folders that symbolic links in it may lead to, or <see cref="FilePolicy.Any"/>.</param>
    /// <param name="stamps">The stamps of files that may have been open before.</param>
    public FileFolder(string path, IEnumerable<string> allowed, FileStamps? stamps = null)
        : this(path, allowed, stamps, MostOpen)
    {
    }

    internal FileFolder(string path, IEnumerable<string> allowed, FileStamps? stamps, int mostOpen) =>
        (_path, _policy, _stamps, _pool) = (path, FilePolicy.Within(path, allowed), stamps ?? new FileStamps(), new LeasePool<PooledFileSource, FileSource>(mostOpen));

    public ValueTask<IByteSource?> TryOpenAsync(string path, CancellationToken cancellation = default)
    {
        var full = Path.Join(_path, path);
        try
        {
            if (FileStatus.OfPath(new RealPath(_policy.Home).Of(full)).Form == FileForm.Folder)
                return ValueTask.FromResult<IByteSource?>(null);
            return ValueTask.FromResult<IByteSource?>(PooledFileSource.Open(full, _policy, _stamps, _pool));
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.NotFound)
        {
            return ValueTask.FromResult<IByteSource?>(null);
        }
    }

    public ValueTask<IReadOnlyList<string>> NamesAsync(string folder, int most, CancellationToken cancellation = default)
    {
        try
        {
            var real = new RealPath(_policy.Home).Of(Path.Join(_path, folder));
            return ValueTask.FromResult<IReadOnlyList<string>>(!_policy.Allows(real) ? [] :
                [.. LocalFolder.Entries(real).Where(entry => entry.Form != FileForm.Folder).Take(most).Select(entry => entry.Name)]);
        }
        catch (OmeFsException)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([]); // It does not exist, or may not be read: then it has no known names.
        }
    }

    public void Dispose() => _pool.Dispose();
}
