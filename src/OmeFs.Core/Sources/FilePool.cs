namespace OmeFs.Core.Sources;

/// <summary>
/// Keeps a bounded number of files open: a set may have more files than a process may open. Those that were not read for a while are closed
/// and opened again when they are. Safe from many threads; no lock is held while a file is opened or closed.
/// </summary>
internal sealed class FilePool : IIdleFiles, IDisposable
{
    private readonly int _most;
    private readonly Lock _gate = new();
    private readonly Queue<PooledFileSource> _open = new();

    /// <param name="most">Files that stay open; as many more as are being read at the moment may be open for as long.</param>
    public FilePool(int most)
    {
        _most = most;
        OpenFiles.Add(this);
    }

    /// <summary>Takes note of a file that was opened, and closes others in its place.</summary>
    public void Opened(PooledFileSource source)
    {
        int tries;
        lock (_gate)
        {
            _open.Enqueue(source);
            tries = 2 * _open.Count; // each is passed over once if it was read since it was last asked
        }
        for (; tries > 0 && Next(_most) is { } candidate; tries--)
            if (!candidate.TryClose())
                lock (_gate)
                    _open.Enqueue(candidate);
    }

    public int CloseIdle()
    {
        int tries;
        lock (_gate)
            tries = _open.Count;
        var (closed, wanted) = (0, (tries / 4) + 1);
        for (var rounds = 2 * tries; rounds > 0 && closed < wanted && Next(beyond: 0) is { } candidate; rounds--)
            if (candidate.TryClose())
                closed++;
            else
                lock (_gate)
                    _open.Enqueue(candidate);
        return closed;
    }

    public void Dispose() => OpenFiles.Remove(this);

    private PooledFileSource? Next(int beyond)
    {
        lock (_gate)
            return _open.Count > beyond ? _open.Dequeue() : null;
    }
}
