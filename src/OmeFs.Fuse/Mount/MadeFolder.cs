using OmeFs.Core;

namespace OmeFs.Fuse.Mount;

/// <summary>A mountpoint, and whether it was made for the mount: then it is removed when the mount ends.</summary>
/// <param name="Path">Without symbolic links.</param>
/// <param name="Made">The folder that was made; null if it was there.</param>
internal sealed record MadeFolder(string Path, FileStatus? Made)
{
    /// <exception cref="OmeFsException">The folder above it is not there, or takes no new folder.</exception>
    public static MadeFolder Make(string path)
    {
        try
        {
            if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
                throw new OmeFsException(FaultKind.NotFound, $"the mountpoint {path} does not exist, nor does the folder above it; make it with: mkdir -p {PrintableText.Word(path)}");
            Directory.CreateDirectory(path);
            return new MadeFolder(path, FileStatus.OfPath(path));
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"the mountpoint {path} does not exist and cannot be made: {SystemFault.Words(cause)}", cause);
        }
    }

    /// <summary>Removes the folder if it was made, is still the same one, is empty, and has nothing mounted on it.</summary>
    public void RemoveIfMade()
    {
        if (Made is not { } made || MountTable.At(Path) is not null || !FileStatus.OfPath(Path).IsSameAs(made))
            return;
        try
        {
            Directory.Delete(Path);
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            // Somebody put something there, or closed the folder above: then it is theirs.
        }
    }
}
