using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;
using OmeFs.Fuse.Interop;

namespace OmeFs.Fuse.Mount;

/// <summary>
/// A mount in the kernel, and the descriptor of its requests. Nothing is answered before a <see cref="FuseSession"/> serves it.
/// </summary>
/// <remarks>Ownership: the session takes the descriptor. Disposing a mount that no session took unmounts it.</remarks>
public sealed class FuseMount : IDisposable
{
    internal const string Subtype = "omefs";

    /// <summary>The type in the kernel's list of mounts.</summary>
    public const string Type = "fuse." + Subtype;

    private readonly SafeFileHandle _device;
    private readonly MountpointFolder _place;
    private volatile bool _isGone;
    private bool _isTaken;

    private FuseMount(SafeFileHandle device, MountpointFolder place, MountEntry entry) => (_device, _place, Entry) = (device, place, entry);

    /// <summary>The mount in the kernel's list; the mountpoint is without symbolic links.</summary>
    public MountEntry Entry { get; }

    public string Mountpoint => Entry.Mountpoint;

    /// <summary>Mounts. A mount that a dead daemon left is removed first.</summary>
    /// <exception cref="OmeFsException">The mountpoint, the device, fusermount3 or a permission is wrong. The message says what to do.</exception>
    public static FuseMount Create(MountOptions options, ILogger? log = null)
    {
        var place = MountPreflight.Prepare(options.Mountpoint, options.MakeMountpoint, log ?? NullLogger.Instance);
        try
        {
            return On(place, options);
        }
        catch (OmeFsException) when (options.MakeMountpoint && FileStatus.OfPath(place.Path).Form == FileForm.Absent)
        {
            // An earlier mount created the folder and has just removed it.
            place = MountpointFolder.Create(place.Path);
            return On(place, options);
        }
    }

    private static FuseMount On(MountpointFolder place, MountOptions options)
    {
        try
        {
            var device = Libc.EffectiveUser() == 0 ? DirectMounter.Mount(place.Path, options) : FusermountMounter.Mount(place.Path, options);
            if (MountTable.At(place.Path) is { Type: Type } entry)
                return new FuseMount(device, place, entry);
            device.Dispose();
            throw new OmeFsException(FaultKind.SourceFailed, $"{place.Path} was mounted and is not in the list of mounts: someone unmounted it");
        }
        catch
        {
            // A signal may have ended fusermount3 between mounting and handing over the device.
            if (MountTable.At(place.Path) is { Type: Type } left && left.Owner == Libc.EffectiveUser())
                Unmounter.Unmount(left, lazy: true);
            place.RemoveIfCreated();
            throw;
        }
    }

    /// <summary>Mounts of this program that the process can see, including those of dead daemons.</summary>
    public static IReadOnlyList<MountEntry> List() => [.. MountTable.Read().Where(entry => entry.Type == Type)];

    /// <summary>Whether each mount's daemon answers. Takes at most two seconds.</summary>
    public static IReadOnlyList<MountHealth> CheckHealth(IReadOnlyList<MountEntry> entries) => MountProbe.Check([.. entries.Select(entry => entry.Mountpoint)]);

    /// <summary>Whether this process may unmount it: only its owner and root may.</summary>
    public static bool CanUnmount(MountEntry entry) => Libc.EffectiveUser() is var user && (user == 0 || entry.Owner is null || entry.Owner == user);

    /// <summary>Ends a mount's connection, so that programs that wait for its daemon get an error. False if the kernel does not permit it.</summary>
    public static bool Abort(MountEntry entry) => Unmounter.Abort(entry);

    /// <summary>Unmounts another process's mount, as `omefs umount` does.</summary>
    public static UnmountResult Unmount(MountEntry entry, bool lazy) => Unmounter.Unmount(entry, lazy);

    /// <summary>
    /// Unmounts if the mount is still the same one. *Invariant:* once it is gone, the path is not checked again: the kernel gives the mount's id and
    /// device number to the next mount, which may belong to another process at the same path.
    /// </summary>
    public UnmountResult Unmount(bool lazy)
    {
        if (_isGone)
            return UnmountResult.Gone;
        var result = Unmounter.Unmount(Entry, lazy);
        _isGone = result != UnmountResult.Busy;
        return result;
    }

    /// <summary>The kernel has closed the connection: from now on the path may belong to another process.</summary>
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
        if (!_isTaken)
        {
            // The device comes first: a program that accesses a mount without a server waits without end, fusermount3 too.
            _device.Dispose();
            Unmount(lazy: true);
        }
        _place.RemoveIfCreated();
    }
}
