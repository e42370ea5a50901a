using OmeFs.Core;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>Whose problem a fault is, as the error number that a program sees.</summary>
internal static class FuseErrno
{
    public static Errno Of(Exception fault) => fault is OmeFsException known ? Of(known.Kind) : Errno.EIO;

    // CS8524 asks for an arm for numbers that are no FaultKind; a default arm would hide a kind that was added and forgotten here.
#pragma warning disable CS8524
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
#pragma warning restore CS8524
}
