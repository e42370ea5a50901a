using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Sources.Local;

/// <summary>
/// The operating system's functions for local files. On Linux, names are bytes, links can be refused while a file is opened, and there is a change
/// time that programs cannot set. Safe from many threads.
/// </summary>
internal interface ILocalSystem
{
    static ILocalSystem Current { get; } = OperatingSystem.IsLinux() ? new LinuxSystem() : new PortableSystem();

    /// <summary>Opens a regular file for reading. Never opens anything else.</summary>
    /// <param name="policy">Judges a file that a document names, by its path without links; null for a file that the user named.</param>
    /// <exception cref="OmeFsException">It does not exist, is not a regular file, is refused, or may not be read.</exception>
    SafeFileHandle Open(string path, FilePolicy? policy);

    /// <summary>The names in a folder, in no order, with the kinds that the folder gives: <see cref="FileForm.Absent"/> if it gives none.</summary>
    /// <param name="most">The most names to list.</param>
    /// <exception cref="OmeFsException">The folder does not exist, or may not be listed.</exception>
    List<(string Name, FileForm Form)> Entries(string folder, int most);

    /// <exception cref="OmeFsException">The file system does not give it.</exception>
    FileVersion VersionOf(SafeFileHandle file);

    FileStatus StatusOf(SafeHandle handle);

    FileStatus StatusAt(string path, bool followLinks);

    /// <summary>The status of a path's target (links followed) and its path without links, taken at one moment. Null if nothing is visible there.</summary>
    (string RealPath, FileStatus Status)? Reach(string path);

    /// <summary>The current path of an open file, without symbolic links; empty if the system does not say.</summary>
    string PathOf(SafeFileHandle file);

    /// <summary>The target text of a symbolic link; null if there is no readable link.</summary>
    /// <param name="home">A mount of omefs that may be entered; null for any mount.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.SourceFailed"/>: the path is in another mount of omefs.</exception>
    string? LinkAt(string path, DeviceNumber? home);

    /// <summary>Whether a file system is a mount of omefs. Sends no request to a file system.</summary>
    bool IsOmeFsMount(DeviceNumber device);

    /// <summary>Throws as the runtime does if the working folder is gone.</summary>
    string WorkingFolder();
}
