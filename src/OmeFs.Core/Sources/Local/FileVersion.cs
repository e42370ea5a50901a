using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>Reads the version of an open file from its metadata: one statx call on Linux, no allocation.</summary>
internal readonly record struct FileVersion(SourceIdentity Identity, FileState State)
{
    public bool Unlinked => State.Links == 0;

    public long Length => Identity.Length;

    /// <exception cref="OmeFsException">The file system does not give it.</exception>
    public static FileVersion Of(SafeFileHandle handle) => ILocalSystem.Current.VersionOf(handle);
}
