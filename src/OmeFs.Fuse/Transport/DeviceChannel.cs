using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Transport;

/// <summary>One reader's descriptor of /dev/fuse. One thread receives from it; any thread replies through it.</summary>
internal sealed unsafe class DeviceChannel(DeviceTransport transport, SafeFileHandle descriptor, bool ownsDescriptor) : IFuseChannel
{
    /// <summary>The reader's pthread while it may be waiting, else 0. Changed under the lock, because a thread that has ended must not be signalled.</summary>
    private nint _reader;

    private readonly Lock _lock = new();

    public int Receive(Span<byte> request)
    {
        if (_reader == 0)
            lock (_lock)
                _reader = Libc.CurrentThread();
        while (!transport.IsInterrupted)
        {
            nint length;
            try
            {
                fixed (byte* start = request)
                    length = Libc.Read(descriptor, start, (nuint)request.Length);
            }
            catch (ObjectDisposedException)
            {
                return IFuseChannel.Over;
            }
            if (length >= 0)
                return (int)length;
            var error = (Errno)Marshal.GetLastPInvokeError();
            if (error is Errno.ENODEV or Errno.ECONNABORTED)
                return IFuseChannel.Over;

            // ENOENT: the request was withdrawn before it could be read. EINTR: a signal, perhaps Wake's.
            if (error is not (Errno.EINTR or Errno.EAGAIN or Errno.ENOENT))
                throw new OmeFsException(FaultKind.Bug, $"reading a request from {DeviceTransport.DevicePath}: {error}");
        }
        return IFuseChannel.Over;
    }

    public Errno Reply(ReadOnlySpan<byte> reply)
    {
        // A late reply of a slow source may come after the session closed the descriptor. SafeHandle prevents writing to a reused one.
        if (descriptor.IsClosed)
            return Errno.ENODEV;
        try
        {
            fixed (byte* start = reply)
                return Libc.Write(descriptor, start, (nuint)reply.Length) >= 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
        }
        catch (ObjectDisposedException)
        {
            return Errno.ENODEV;
        }
    }

    public void Wake()
    {
        lock (_lock)
            if (_reader != 0)
                ThreadWaker.Wake(_reader);
    }

    /// <summary>Closes only the descriptor: the reader may still be working on a request.</summary>
    public void Close()
    {
        if (ownsDescriptor)
            descriptor.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
            _reader = 0;
        transport.Forget(this);
        Close();
    }
}
