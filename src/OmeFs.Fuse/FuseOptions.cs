using OmeFs.Core.Tree;

namespace OmeFs.Fuse;

/// <summary>Settings of a session. The defaults are right for nearly all mounts.</summary>
public sealed record FuseOptions
{
    /// <summary>Who may read what; null for all users.</summary>
    public INodeAccess? Access { get; init; }

    /// <summary>The owner shown for every file; by default the source's, or the user who runs the daemon if that is not root.</summary>
    public uint? Uid { get; init; }

    /// <summary>The group shown for every file; by default the source's.</summary>
    public uint? Gid { get; init; }

    /// <summary>The r bits shown for every file, instead of the source's.</summary>
    public uint? Mode { get; init; }

    /// <summary>
    /// Whether other users may read the mount, for example a Samba server. GETXATTR is then answered "no such attribute" each time, as Samba and macOS
    /// need. Otherwise it is answered ENOSYS once, and the kernel sends it no more. *Measured:* `ls -lR` of 10,000 files sends it twice per file and
    /// takes 0.55 s instead of 0.15 s (two busy cores).
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>Threads that read requests, and answer those that need not wait.</summary>
    public int Readers { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>
    /// The most read-ahead requests of the kernel in flight, and slow requests here. The kernel's default of 12 is too small for distant sources.
    /// </summary>
    public ushort MaxBackground { get; init; } = 64;

    /// <summary>
    /// How far the kernel reads ahead on the mount, if we may set it (root). *Measured* with a prototype, buffered reads of 32 MiB files: 3.6 GB/s with
    /// 1024, 2.3 GB/s with the default of 128.
    /// </summary>
    public int ReadAheadKib { get; init; } = 1024;

    /// <summary>How long a lazily unmounted tree is still served to programs with open files.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock for logging repeated faults at most once a minute.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
