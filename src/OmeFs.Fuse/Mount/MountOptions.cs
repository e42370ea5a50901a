namespace OmeFs.Fuse.Mount;

/// <summary>Where a tree is mounted, and who may use it.</summary>
public sealed record MountOptions
{
    /// <summary>An empty folder.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>Create the mountpoint if it does not exist; it is then removed when the mount ends.</summary>
    public bool MakeMountpoint { get; init; }

    /// <summary>What `mount` and `df` show as the source: the file's path.</summary>
    public required string SourceName { get; init; }

    /// <summary>Allows other users; otherwise only the mounting user has access. File modes still apply. The same for mounts by root.</summary>
    public bool AllowOther { get; init; }

    /// <summary>SELinux options, "context=..." (mount(8)). They are used if SELinux is enabled and root mounts, and ignored otherwise.</summary>
    public IReadOnlyList<string> SecurityContexts { get; init; } = [];

    /// <summary>The user who owns the mount; null for the mounting user. Only root may set another.</summary>
    public uint? Uid { get; init; }

    public uint? Gid { get; init; }
}
