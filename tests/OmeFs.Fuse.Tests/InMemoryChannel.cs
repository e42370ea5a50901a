using System.Collections.Concurrent;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests;

/// <summary>A kernel in memory: requests are put in, replies kept. Replies may come from any thread.</summary>
internal sealed class InMemoryTransport : IFuseTransport
{
    private readonly BlockingCollection<byte[]> _requests = [];

    public BlockingCollection<byte[]> Replies { get; } = [];

    public void Put(byte[] request) => _requests.Add(request);

    public IFuseChannel OpenChannel() => new Channel(this);

    /// <summary>As the kernel does at the last unmount.</summary>
    public void LetGo() => _requests.CompleteAdding();

    public void Interrupt() => _requests.CompleteAdding();

    public void Dispose()
    {
    }

    private sealed class Channel(InMemoryTransport transport) : IFuseChannel
    {
        public int Receive(Span<byte> request)
        {
            if (!transport._requests.TryTake(out var next, Timeout.Infinite))
                return IFuseChannel.Over;
            next.CopyTo(request);
            return next.Length;
        }

        public Errno Reply(ReadOnlySpan<byte> reply)
        {
            transport.Replies.Add(reply.ToArray());
            return Errno.None;
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>Keeps nothing but the last reply's header: for counting allocations.</summary>
internal sealed class DeafChannel : IFuseChannel
{
    public int LastError { get; private set; }

    public int LastLength { get; private set; }

    public int Receive(Span<byte> request) => IFuseChannel.Over;

    public Errno Reply(ReadOnlySpan<byte> reply)
    {
        LastError = BitConverter.ToInt32(reply[4..]);
        LastLength = reply.Length;
        return Errno.None;
    }

    public void Dispose()
    {
    }
}
