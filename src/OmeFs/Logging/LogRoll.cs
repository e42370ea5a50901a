using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Logging;

/// <summary>Bounds a log. A file that is too large becomes NAME.1, the old NAME.1 becomes NAME.2, and the oldest file is removed.</summary>
/// <remarks>For a folder that omefs owns. No other names are ever touched.</remarks>
/// <param name="largest">Largest size of a file, in bytes.</param>
/// <param name="kept">Older files that are kept besides the current one.</param>
internal sealed partial class LogRoll(long largest, int kept)
{
    private const int Exclusive = 2, Unlock = 8;

    public bool IsDue(SafeFileHandle file) => FileStatus.Of(file).Size >= largest;

    /// <summary>Moves the file aside, unless another process has done so. False if that failed: the file then keeps growing.</summary>
    public bool Move(string path, SafeFileHandle file)
    {
        if (flock(file, Exclusive) != 0)
            return false;
        try
        {
            if (!FileStatus.Of(file).IsSameAs(FileStatus.OfPath(path)))
                return true;
            for (var age = kept; age > 1; age--)
                if (FileStatus.OfPath($"{path}.{age - 1}").Form == FileForm.File)
                    File.Move($"{path}.{age - 1}", $"{path}.{age}", overwrite: true);
            File.Move(path, $"{path}.1", overwrite: true);
            return true;
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            return false;
        }
        finally
        {
            _ = flock(file, Unlock);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);
}
