using System.Runtime.InteropServices;

namespace OmeFs.Core.Sources.Local;

/// <summary>The kind of file that a path or a descriptor leads to.</summary>
public enum FileForm : byte
{
    /// <summary>Nothing, or nothing that is visible.</summary>
    Absent,
    File,
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}

/// <summary>A file system.</summary>
/// <param name="Major">0 for a file system that is not on a disk, such as FUSE.</param>
public readonly record struct DeviceNumber(uint Major, uint Minor)
{
    /// <summary>
    /// st_dev as the C library encodes it. *Spec:* gnu_dev_makedev(3): the low twelve bits of the major are between the minor's low eight bits and its rest.
    /// </summary>
    public ulong Number => (Minor & 0xFF) | ((ulong)(Major & 0xFFF) << 8) | ((ulong)(Minor & ~0xFFu) << 12) | ((ulong)(Major & ~0xFFFu) << 32);
}

/// <summary>
/// What is at a path or behind a descriptor, and its version. A name may soon lead to another file; device and inode may not.
/// </summary>
/// <param name="Identity">Its tag is the inode number.</param>
public readonly record struct FileStatus(FileForm Form, SourceIdentity Identity, DeviceNumber Device = default)
{
    public ulong Inode => Identity.Tag;

    /// <summary>In bytes.</summary>
    public long Size => Identity.Length;

    /// <summary>From its own permission bits.</summary>
    internal ReadAccess Access { get; init; }

    /// <summary>Whether both are the same file, ignoring its size.</summary>
    public bool IsSameAs(FileStatus other) => Form != FileForm.Absent && (Form, Device, Inode) == (other.Form, other.Device, other.Inode);

    /// <summary><c>default</c> if the system does not say.</summary>
    public static FileStatus Of(SafeHandle handle) => ILocalSystem.Current.StatusOf(handle);

    /// <summary><c>default</c> if nothing is visible there.</summary>
    /// <param name="followLinks">True: the status of a symbolic link's target, not of the link itself.</param>
    public static FileStatus OfPath(string path, bool followLinks = false) => ILocalSystem.Current.StatusAt(path, followLinks);
}
