using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>
/// What tells a version of a file from one that was written over it in place, size and time of modification put back: the time of its last
/// change, which nobody can set. A change of attributes alone sets that too, so then what can be compared is looked at again.
/// </summary>
/// <param name="Path">Where the file was, by what the system says.</param>
/// <param name="Sample">By <see cref="ContentSample"/>.</param>
internal sealed record FileStamp(FileVersion Version, string Path, UInt128 Sample)
{
    /// <exception cref="OmeFsException">The file cannot be read.</exception>
    public static FileStamp Of(SafeFileHandle handle, string name, FileVersion version) =>
        new(version, ILocalSystem.Current.PathOf(handle), ContentSample.Of(handle, name, version.Length));

    /// <summary>Whether nothing says that the file may be another: one comparison, for every read.</summary>
    public bool Holds(FileVersion now) => now.Identity == Version.Identity && now.State.Changed == Version.State.Changed;

    /// <summary>
    /// The stamp of the same contents as they are now; null if they may be others. They are the same if all of them can be compared; or if a sample
    /// of them is the same, and something that shows was changed: mode, owner, group, number of names, name.
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
