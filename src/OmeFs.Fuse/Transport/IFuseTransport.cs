using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>Where requests come from: the kernel's device, or a test.</summary>
internal interface IFuseTransport : IDisposable
{
    /// <summary>A channel for one reader thread, which disposes it.</summary>
    IFuseChannel OpenChannel();

    /// <summary>Makes waiting and later <see cref="IFuseChannel.Receive"/> calls return <see cref="IFuseChannel.Over"/>; may be repeated.</summary>
    void Interrupt();
}

/// <summary>One reader's channel for requests. A request is answered through the channel it came from, by any thread.</summary>
internal interface IFuseChannel : IDisposable
{
    const int Over = -1;

    /// <summary>Waits for a request and returns its length in bytes, or <see cref="Over"/> when the kernel has closed the connection.</summary>
    int Receive(Span<byte> request);

    /// <summary>Sends one reply, header first. <see cref="Errno.ENOENT"/> means that no request waits for it any more.</summary>
    Errno Reply(ReadOnlySpan<byte> reply);
}
