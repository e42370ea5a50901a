namespace OmeFs.Fuse.Mount;

/// <summary>Where a tree is to be seen, and by whom.</summary>
public sealed record MountOptions
{
    /// <summary>An empty folder.</summary>
    public required string Mountpoint { get; init; }

    /// <summary>Make the mountpoint if it is not there; it is then removed when the mount ends.</summary>
    public bool MakeMountpoint { get; init; }

    /// <summary>What `mount` and `df` show as the source: the file's path.</summary>
    public required string SourceName { get; init; }

    /// <summary>Lets other users in, which nobody but the mounter is otherwise; file modes still hold. Root's mounts too.</summary>
    public bool AllowOther { get; init; }

    /// <summary>SELinux's options, "context=..." (mount(8)). They mean something if SELinux is there and root mounts, and are passed over otherwise.</summary>
    public IReadOnlyList<string> SecurityContexts { get; init; } = [];

    /// <summary>The user who owns the mount; null for the one who mounts. Only root may name another.</summary>
    public uint? Uid { get; init; }

    public uint? Gid { get; init; }
}
