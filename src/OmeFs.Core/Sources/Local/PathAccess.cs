namespace OmeFs.Core.Sources.Local;

/// <summary>Finds out who may read a path: users whom its own bits allow and who may enter every folder above it.</summary>
/// <remarks>ACLs are ignored. Not thread-safe; the access to each folder is read once.</remarks>
/// <param name="below">Only folders below this one count; null for all up to the root.</param>
public sealed class PathAccess(string? below = null)
{
    private readonly Dictionary<string, ReadAccess> _folders = [];

    /// <summary>The access to a file or a folder; links are followed. Null if it does not exist or is not visible.</summary>
    public ReadAccess? Of(string path) => Look(path)?.Access;

    /// <summary>The access to a file that has been opened. If the path now has another version, only its owner has access.</summary>
    public ReadAccess Of(string path, SourceIdentity opened) => Look(path) switch
    {
        null => default,
        var (access, identity) => identity == opened ? access : access with { Mode = access.Mode & ReadAccess.ForFiles(0x100) },
    };

    /// <summary>The access to a source. Sources that are not local files have no permission bits: all users of the mount may read them.</summary>
    public ReadAccess Of(IByteSource opened) =>
        opened.Address.LocalPath is { } path ? Of(path, opened.Identity) : ReadAccess.OfFile(0, 0, ReadAccess.Everybody);

    private (ReadAccess Access, SourceIdentity Identity)? Look(string path)
    {
        if (ILocalSystem.Current.Reach(path) is not var (real, status))
            return null;
        var access = status.Access;
        for (var folder = Path.GetDirectoryName(real); folder is not null && folder.Length > (below?.Length ?? 0); folder = Path.GetDirectoryName(folder))
            access = access.Within(FolderAt(folder));
        return (access, status.Identity);
    }

    /// <summary>A folder that is not visible lets no user in.</summary>
    private ReadAccess FolderAt(string folder)
    {
        if (!_folders.TryGetValue(folder, out var access))
            _folders[folder] = access = FileStatus.OfPath(folder).Access;
        return access;
    }
}
