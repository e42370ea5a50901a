namespace OmeFs.Core.Folders;

/// <summary>What may be tuned of a folder as a source. All numbers are arbitrary.</summary>
public sealed record FolderTreeOptions
{
    /// <summary>Images open at a time, but for more that are being read just now.</summary>
    public int MaxOpenImages { get; init; } = 256;

    /// <summary>Folders outside of the source that symbolic links to files may lead to, absolute; or <see cref="Sources.Local.FilePolicy.Any"/>.</summary>
    public IEnumerable<string> AllowedFolders { get; init; } = [];

    /// <summary>An image that nobody has used for so long is closed.</summary>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After a change is noticed this much is waited for more of it, before the folder is read again.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often folders that were listed are looked at: changes made by other computers reach no watcher.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);
}
