namespace OmeFs.Fuse.Transport;

/// <summary>Exchanges for the readers and for requests that wait for a source; at most a fixed number, made when needed.</summary>
internal sealed class ExchangePool(int limit) : IDisposable
{
    private readonly Stack<Exchange> _free = new(limit);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(limit, limit);
    private bool _closed;

    /// <summary>Waits where all are in use: requests then queue up in the kernel.</summary>
    public Exchange Rent()
    {
        _room.Wait();
        lock (_lock)
            return _free.TryPop(out var exchange) ? exchange : new Exchange();
    }

    public void Return(Exchange exchange)
    {
        exchange.Channel = null;
        lock (_lock)
        {
            if (_closed)
                exchange.Dispose();
            else
                _free.Push(exchange);
        }
        _room.Release();
    }

    /// <summary>Frees what is not in use; the rest as it comes back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            while (_free.TryPop(out var exchange))
                exchange.Dispose();
        }
    }
}
