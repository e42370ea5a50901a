namespace OmeFs.Fuse.Transport;

/// <summary>Memory for readers and for requests that wait for a source: at most a fixed number of buffers, allocated on demand.</summary>
internal sealed class RequestPool(int limit) : IDisposable
{
    private readonly Stack<FuseRequest> _free = new(limit);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(limit, limit);
    private bool _closed;

    /// <summary>Waits if all are in use; requests then queue up in the kernel.</summary>
    public FuseRequest Rent()
    {
        _room.Wait();
        lock (_lock)
            return _free.TryPop(out var request) ? request : new FuseRequest();
    }

    public void Return(FuseRequest request)
    {
        request.Channel = null;
        lock (_lock)
        {
            if (_closed)
                request.Dispose();
            else
                _free.Push(request);
        }
        _room.Release();
    }

    /// <summary>Frees unused buffers; the others are freed when they are returned.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            while (_free.TryPop(out var request))
                request.Dispose();
        }
    }
}
