namespace OmeFs.Core.Sources;

/// <summary>What lies at a path.</summary>
internal enum PathKind : byte
{
    /// <summary>Nothing, or nothing that may be seen.</summary>
    None,
    File,
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A device, a pipe, a socket.</summary>
    Other,
}

/// <summary>What lies at a path and which version of it.</summary>
internal readonly record struct PathVersion(PathKind Kind, SourceIdentity Identity, DeviceNumber Device = default)
{
    /// <summary>By its own permission bits.</summary>
    public ReadAccess Access { get; init; }
}
