using System.Runtime.InteropServices;

namespace OmeFs.Core.Folders;

/// <summary>A path without symbolic links in any part of it.</summary>
internal static partial class RealPath
{
    /// <summary>Null where the path leads nowhere.</summary>
    public static string? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).FullName;
        var real = realpath(path, 0);
        try
        {
            return Marshal.PtrToStringUTF8(real);
        }
        finally
        {
            free(real);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint realpath(string path, nint nothing);

    [LibraryImport("libc")]
    private static partial void free(nint memory);
}
