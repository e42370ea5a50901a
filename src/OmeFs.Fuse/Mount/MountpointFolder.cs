using System.Runtime.InteropServices;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;
using OmeFs.Fuse.Interop;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Mount;

/// <summary>A mountpoint, and whether it was created for the mount: then it is removed when the mount ends.</summary>
/// <param name="Path">Without symbolic links.</param>
/// <param name="Created">The folder that was created; null if it existed.</param>
internal sealed record MountpointFolder(string Path, FileStatus? Created)
{
    private const int Everyone = 0x1FF; // Minus the umask.

    /// <exception cref="OmeFsException">The parent folder does not exist, or no folder can be created in it.</exception>
    public static MountpointFolder Create(string path)
    {
        if (Libc.MakeFolder(path, Everyone) == 0)
            return new MountpointFolder(path, FileStatus.OfPath(path));
        var error = Marshal.GetLastPInvokeError();
        if ((Errno)error is Errno.ENOENT or Errno.ENOTDIR)
            throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {path} does not exist, nor does the folder above it; make it with: mkdir -p {PrintableText.Word(path)}");
        throw new OmeFsException(
            FaultKind.AccessRefused,
            $"the mountpoint {path} does not exist and cannot be made: {SystemFault.Words(error)}; name a place that you may write, such as ~/{PrintableText.Word(System.IO.Path.GetFileName(path))}");
    }

    /// <summary>Removes the folder if it was created, is still the same one, is empty, and has nothing mounted on it.</summary>
    public void RemoveIfCreated()
    {
        if (Created is not { } created || MountTable.At(Path) is not null || !FileStatus.OfPath(Path).IsSameAs(created))
            return;
        // Fails if a file was added, or the parent folder is no longer writable. Then the folder stays.
        _ = Libc.RemoveFolder(Path);
    }
}
