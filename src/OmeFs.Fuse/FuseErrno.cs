using OmeFs.Core;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>Maps the kind of a fault to the errno that a program sees.</summary>
internal static class FuseErrno
{
    public static Errno Of(Exception fault) => fault is OmeFsException known ? Of(known.Kind) : Errno.EIO;

    // No default arm: it would hide a new kind that is missing here.
    public static Errno Of(FaultKind kind) => kind switch
    {
        FaultKind.NotFound => Errno.ENOENT,
        FaultKind.Corrupt => Errno.EIO,
        FaultKind.Unsupported => Errno.EIO,
        FaultKind.LimitExceeded => Errno.EIO,
        FaultKind.SourceChanged => Errno.ESTALE,
        FaultKind.SourceFailed => Errno.EIO,
        FaultKind.AccessRefused => Errno.EACCES,
        FaultKind.Usage => Errno.EINVAL,
        FaultKind.Bug => Errno.EIO,
    };
}
