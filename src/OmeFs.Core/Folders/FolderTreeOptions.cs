namespace OmeFs.Core.Folders;

/// <summary>Options of a mounted folder. All default numbers are arbitrary.</summary>
public sealed record FolderTreeOptions
{
    /// <summary>The most images that are open at a time, except those that are being read.</summary>
    public int MaxOpenImages { get; init; } = 256;

    /// <summary>Absolute paths of folders outside the source that symbolic links to files may lead to; or <see cref="Sources.Local.FilePolicy.Any"/>.</summary>
    public IEnumerable<string> AllowedFolders { get; init; } = [];

    /// <summary>An image that has been unused for this long is closed.</summary>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Delay between noticing a change and rescanning the folder, so that further changes are read together.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often listed folders are polled: a watcher does not see changes made by other computers.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);
}
