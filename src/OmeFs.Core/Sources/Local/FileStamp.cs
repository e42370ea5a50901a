using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>
/// Recognises a file that was overwritten in place, even if its size and modification time were restored: programs cannot set ctime. A change of
/// attributes alone also sets ctime; then attributes and a sample of the contents are compared.
/// </summary>
/// <param name="Path">The file's path, as the system gave it.</param>
/// <param name="Sample">The <see cref="ContentSample"/>.</param>
internal sealed record FileStamp(FileVersion Version, string Path, UInt128 Sample)
{
    /// <exception cref="OmeFsException">The file cannot be read.</exception>
    public static FileStamp Of(SafeFileHandle handle, string name, FileVersion version) =>
        new(version, ILocalSystem.Current.PathOf(handle), ContentSample.Of(handle, name, version.Length));

    /// <summary>Whether nothing indicates a change: one comparison, for every read.</summary>
    public bool Holds(FileVersion now) => now.Identity == Version.Identity && now.State.Changed == Version.State.Changed;

    /// <summary>
    /// A stamp with the current attributes if the contents are still the same; null if they may differ. They are the same if the sample is equal, and
    /// either covers the whole file, or a visible change explains the new ctime: mode, owner, group, number of links, path.
    /// </summary>
    /// <exception cref="OmeFsException">The file cannot be read.</exception>
    public FileStamp? Renewed(SafeFileHandle handle, string name, FileVersion now)
    {
        if (Holds(now))
            return this;
        if (now.Identity != Version.Identity || ContentSample.Of(handle, name, now.Length) != Sample)
            return null;
        var path = ILocalSystem.Current.PathOf(handle);
        var isExplained = path != Path || now.State with { Changed = 0 } != Version.State with { Changed = 0 };
        return isExplained || ContentSample.IsWhole(now.Length) ? new FileStamp(now, path, Sample) : null;
    }
}
