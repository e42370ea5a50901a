using OmeFs.Core;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>Why /dev/fuse could not be opened, and what to do.</summary>
internal static class DeviceFaults
{
    public static OmeFsException Of(Errno error) => error switch
    {
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new OmeFsException(
            FaultKind.NotFound,
            $"there is no {DeviceTransport.DevicePath}; load the module with `modprobe fuse`, or start the container with: --device /dev/fuse --cap-add SYS_ADMIN"),
        Errno.EACCES or Errno.EPERM => new OmeFsException(
            FaultKind.AccessRefused,
            $"{DeviceTransport.DevicePath} may not be opened; its mode should be 0666 (chmod 0666 {DeviceTransport.DevicePath}), and a container needs: --device /dev/fuse"),
        _ => new OmeFsException(FaultKind.SourceFailed, $"opening {DeviceTransport.DevicePath} failed with {error}"),
    };
}
