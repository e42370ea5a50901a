using OmeFs.Core;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>Whose problem a fault is, as the error number that a program sees.</summary>
internal static class FuseErrno
{
    public static Errno Of(Exception fault) => fault is OmeFsException known ? Of(known.Kind) : Errno.EIO;

    // No default arm: it would hide a kind that was added and forgotten here.
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
