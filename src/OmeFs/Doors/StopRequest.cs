namespace OmeFs.Doors;

/// <summary>How others ask a door to close: once in order, a second time by force. Safe from many threads.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _asked = new(), _forced = new();

    /// <summary>Let clients finish what they read.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>Reads that are under way get an error.</summary>
    public CancellationToken Forced => _forced.Token;

    /// <summary>Called by every signal that asks for an end.</summary>
    public void Ask() => (_asked.IsCancellationRequested ? _forced : _asked).Cancel();

    public void Dispose()
    {
        _asked.Dispose();
        _forced.Dispose();
    }
}
