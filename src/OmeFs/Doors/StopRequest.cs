namespace OmeFs.Doors;

/// <summary>Asks a door to close: first in order, the second time by force. Safe from many threads.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _requested = new(), _forced = new();

    /// <summary>Cancelled by the first request: clients may finish their reads.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Cancelled by the second request: running reads get an error.</summary>
    public CancellationToken Forced => _forced.Token;

    /// <summary>Called for every signal that asks for an end.</summary>
    public void Request() => (_requested.IsCancellationRequested ? _forced : _requested).Cancel();

    public void Dispose()
    {
        _requested.Dispose();
        _forced.Dispose();
    }
}
