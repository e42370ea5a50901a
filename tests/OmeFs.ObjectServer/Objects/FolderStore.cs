namespace OmeFs.Testing.Remote;

/// <summary>The files below a folder, as they are when they are asked for. The first level of folders are the buckets.</summary>
internal sealed class FolderStore(string root) : IObjectStore
{
    private readonly string _root = Path.GetFullPath(root);

    public StoredObject? Find(string path) => IsPlain(path) && new FileInfo(Path.Combine(_root, path)) is { Exists: true } file ? Stored(file) : null;

    public bool HasBucket(string bucket) => IsPlain(bucket) && Directory.Exists(Path.Combine(_root, bucket));

    public IEnumerable<(string Key, StoredObject Stored)> List(string bucket)
    {
        var folder = Path.Combine(_root, bucket);
        return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => (Path.GetRelativePath(folder, file.FullName), Stored(file)));
    }

    /// <summary>Whatever a client sends, no path leads out of the folder.</summary>
    private static bool IsPlain(string path) => path.Split('/').All(name => name is not ("" or "." or "..") && !name.Contains('\0', StringComparison.Ordinal));

    private static StoredObject Stored(FileInfo file)
    {
        var written = new DateTimeOffset(file.LastWriteTimeUtc);
        var wholeSeconds = written.AddTicks(-(written.Ticks % TimeSpan.TicksPerSecond));
        return new StoredObject(new FileContent(file.FullName, file.Length), $"\"{written.Ticks:x}-{file.Length:x}\"", wholeSeconds, ObjectTraits.None);
    }
}
