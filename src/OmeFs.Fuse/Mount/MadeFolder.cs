using System.Runtime.InteropServices;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>A mountpoint, and whether it was made for the mount: then it is removed when the mount ends.</summary>
/// <param name="Path">Without symbolic links.</param>
/// <param name="Made">The folder that was made; null if it was there.</param>
internal sealed record MadeFolder(string Path, FileStatus? Made)
{
    private const int Everyone = 0x1FF; // less the umask

    /// <exception cref="OmeFsException">The folder above it is not there, or takes no new folder.</exception>
    public static MadeFolder Make(string path)
    {
        if (Libc.MakeFolder(path, Everyone) == 0)
            return new MadeFolder(path, FileStatus.OfPath(path));
        var error = Marshal.GetLastPInvokeError();
        if ((Errno)error is Errno.ENOENT or Errno.ENOTDIR)
            throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {path} does not exist, nor does the folder above it; make it with: mkdir -p {PrintableText.Word(path)}");
        throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} does not exist and cannot be made: {SystemFault.Words(error)}");
    }

    /// <summary>Removes the folder if it was made, is still the same one, is empty, and has nothing mounted on it.</summary>
    public void RemoveIfMade()
    {
        if (Made is not { } made || MountTable.At(Path) is not null || !FileStatus.OfPath(Path).IsSameAs(made))
            return;
        // It fails if somebody put something there, or closed the folder above: then it is theirs.
        _ = Libc.RemoveFolder(Path);
    }
}
