using Microsoft.Win32.SafeHandles;
using OmeFs.Fuse.Interop;

namespace OmeFs.Fuse.Transport;

/// <summary>Requests from /dev/fuse. Owns the mounted descriptor. Each channel reads from a clone of it if the kernel gives one.</summary>
internal sealed unsafe class DeviceTransport(SafeFileHandle device) : IFuseTransport
{
    public const string DevicePath = "/dev/fuse";

    private readonly Lock _lock = new();
    private readonly List<DeviceChannel> _channels = [];
    private volatile bool _interrupted;

    public bool IsInterrupted => _interrupted;

    public IFuseChannel OpenChannel()
    {
        var clone = Clone();
        var channel = new DeviceChannel(this, clone ?? device, clone is not null);
        lock (_lock)
            _channels.Add(channel);
        return channel;
    }

    public void Interrupt()
    {
        _interrupted = true;
        lock (_lock)
            foreach (var channel in _channels)
                channel.Wake();
    }

    public void Forget(DeviceChannel channel)
    {
        lock (_lock)
            _channels.Remove(channel);
    }

    /// <summary>
    /// The kernel ends the connection when its last descriptor is closed, including those of readers that hang in a source. A descriptor in a read
    /// call is closed when the call returns.
    /// </summary>
    public void Dispose()
    {
        lock (_lock)
            foreach (var channel in _channels)
                channel.Close();
        device.Dispose();
    }

    /// <summary>
    /// A clone has its own processing queue. Null if the device may not be opened (fusermount3 opened it for us) or the ioctl fails. The descriptor is
    /// then shared, which is slower but just as correct.
    /// </summary>
    private SafeFileHandle? Clone()
    {
        var descriptor = Libc.Open(DevicePath, Libc.OpenReadWrite | Libc.OpenCloseOnExec);
        if (descriptor < 0)
            return null;
        var clone = new SafeFileHandle(descriptor, ownsHandle: true);
        var mounted = (uint)device.DangerousGetHandle();
        if (Libc.Ioctl(clone, Libc.CloneDevice, &mounted) == 0)
            return clone;
        clone.Dispose();
        return null;
    }
}
