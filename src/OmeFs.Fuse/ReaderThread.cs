using OmeFs.Fuse.Transport;

namespace OmeFs.Fuse;

/// <summary>
/// A thread that receives requests and answers them. If a request must wait for a source, its buffer goes with it, and the thread continues with
/// another.
/// </summary>
/// <remarks>
/// *Measured:* polling the device for 100 us before a blocking read, to save the wake-up, made reads of 1,500 chunks of 128 KiB slower (7,000/s
/// instead of 11,000/s) as soon as other work needed the 2 processors.
/// </remarks>
internal sealed class ReaderThread
{
    private readonly IFuseTransport _transport;
    private readonly FuseDispatcher _dispatcher;
    private readonly RequestPool _requests;
    private readonly Action<Exception?> _ended;
    private readonly Thread _thread;

    /// <param name="ended">Called once on the thread, at its end, with the fault that ended it, if any.</param>
    public ReaderThread(IFuseTransport transport, FuseDispatcher dispatcher, RequestPool requests, int number, Action<Exception?> ended)
    {
        (_transport, _dispatcher, _requests, _ended) = (transport, dispatcher, requests, ended);
        _thread = new Thread(Run) { IsBackground = true, Name = $"fuse reader {number}" };
    }

    public void Start() => _thread.Start();

    public bool Join(TimeSpan patience) => _thread.Join(patience);

    private void Run()
    {
        Exception? fault = null;
        try
        {
            using var channel = _transport.OpenChannel();
            Serve(channel);
        }
        // An unhandled exception in a thread would end the process, and every other reader with it.
        catch (Exception unexpected)
        {
            fault = unexpected;
        }
        _ended(fault);
    }

    private void Serve(IFuseChannel channel)
    {
        var request = _requests.Rent();
        try
        {
            while ((request.Length = channel.Receive(request.Space)) != IFuseChannel.Over)
            {
                request.Channel = channel;
                var pending = _dispatcher.DispatchAsync(request);
                if (pending.IsCompletedSuccessfully)
                    continue;
                _ = ReturnWhenDoneAsync(pending, request);
                request = _requests.Rent();
            }
        }
        finally
        {
            _requests.Return(request);
        }
    }

    private async Task ReturnWhenDoneAsync(ValueTask pending, FuseRequest request)
    {
        await pending;
        _requests.Return(request);
    }
}
