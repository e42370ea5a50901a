using System.Runtime.InteropServices;

namespace OmeFs.Core.Folders;

/// <summary>A path without symbolic links in any part of it.</summary>
internal static unsafe partial class RealPath
{
    /// <summary>Null if the path leads nowhere. Nothing is opened.</summary>
    public static string? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).FullName;
        byte* real;
        fixed (byte* name = NameText.BytesOf(path + '\0'))
            real = realpath(name, null);
        try
        {
            return real is null ? null : NameText.Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(real));
        }
        finally
        {
            free(real);
        }
    }

    [LibraryImport("libc")]
    private static partial byte* realpath(byte* path, byte* resolved);

    [LibraryImport("libc")]
    private static partial void free(byte* memory);
}
