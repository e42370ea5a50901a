namespace OmeFs.Core.Sources;

/// <summary>
/// Keeps a bounded number of files open: a set may have more files than a process may open. Those that were not read for a while are closed
/// and opened again when they are. Safe from many threads; no lock is held while a file is opened or closed.
/// </summary>
/// <param name="most">Files that stay open; as many more as are being read at the moment may be open for as long.</param>
internal sealed class FilePool(int most)
{
    private readonly Lock _gate = new();
    private readonly Queue<PooledFileSource> _open = new();

    /// <summary>Takes note of a file that was opened, and closes others in its place.</summary>
    public void Opened(PooledFileSource source)
    {
        int tries;
        lock (_gate)
        {
            _open.Enqueue(source);
            tries = 2 * _open.Count; // each is passed over once if it was read since it was last asked
        }
        for (; tries > 0 && Next() is { } candidate; tries--)
            if (!candidate.TryClose())
                lock (_gate)
                    _open.Enqueue(candidate);
    }

    private PooledFileSource? Next()
    {
        lock (_gate)
            return _open.Count > most ? _open.Dequeue() : null;
    }
}
