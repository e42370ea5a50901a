using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Fuse.Interop;

namespace OmeFs.Fuse.Mount;

/// <summary>A mount in the kernel, with the descriptor its requests come from. Nothing is answered before a <see cref="FuseSession"/> serves it.</summary>
/// <remarks>Ownership: the session takes the descriptor. Disposing a mount that no session took unmounts it.</remarks>
public sealed class FuseMount : IDisposable
{
    internal const string Subtype = "omefs";

    internal const string Type = "fuse." + Subtype;

    private readonly SafeFileHandle _device;
    private volatile bool _isGone;
    private bool _isTaken;

    private FuseMount(SafeFileHandle device, MountEntry entry) => (_device, Entry) = (device, entry);

    /// <summary>As the kernel lists it; the mountpoint is without symbolic links.</summary>
    public MountEntry Entry { get; }

    public string Mountpoint => Entry.Mountpoint;

    /// <summary>Mounts; a mount left by a daemon that died is removed first.</summary>
    /// <exception cref="OmeFsException">With what is wrong and what to do: the mountpoint, the device, fusermount3, or a permission.</exception>
    public static FuseMount Create(MountOptions options, ILogger? log = null)
    {
        var mountpoint = MountPreflight.Prepare(options.Mountpoint, log ?? NullLogger.Instance);
        var device = Libc.EffectiveUser() == 0 ? DirectMounter.Mount(mountpoint, options) : FusermountMounter.Mount(mountpoint, options);
        if (MountTable.At(mountpoint) is { Type: Type } entry)
            return new FuseMount(device, entry);
        device.Dispose();
        throw new OmeFsException(FaultKind.SourceFailed, $"{mountpoint} was mounted and is not in the list of mounts: someone unmounted it");
    }

    /// <summary>Mounts of this program that the process can see, those of dead daemons too.</summary>
    public static IReadOnlyList<MountEntry> List() => [.. MountTable.Read().Where(entry => entry.Type == Type)];

    /// <summary>Whether a mount's daemon is gone. Listings and stat may still be answered, from the kernel's memory.</summary>
    public static bool IsDead(MountEntry entry) => MountPreflight.IsDead(entry.Mountpoint);

    /// <summary>Takes another process's mount away, as `omefs umount` does.</summary>
    public static UnmountResult Unmount(MountEntry entry, bool lazy) => Unmounter.Unmount(entry, lazy);

    /// <summary>
    /// Takes the mount away if it still is the same one. *Invariant:* once it is gone the path is not looked at again: the kernel gives
    /// the mount's id and device number to the next mount, which may be another's at the same place.
    /// </summary>
    public UnmountResult Unmount(bool lazy)
    {
        if (_isGone)
            return UnmountResult.Gone;
        var result = Unmounter.Unmount(Entry, lazy);
        _isGone = result != UnmountResult.Busy;
        return result;
    }

    /// <summary>The kernel has let go: from now on the path may be anyone's.</summary>
    internal void MarkGone() => _isGone = true;

    internal SafeFileHandle TakeDevice()
    {
        if (_isTaken)
            throw new OmeFsException(FaultKind.Bug, $"{Mountpoint} is served by a session already");
        _isTaken = true;
        return _device;
    }

    public void Dispose()
    {
        if (_isTaken)
            return;

        // The device first: a mount that nobody serves would let whoever looks at it wait without end, fusermount3 too.
        _device.Dispose();
        Unmount(lazy: true);
    }
}
