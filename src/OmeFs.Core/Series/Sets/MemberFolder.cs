using System.Collections.Concurrent;
using OmeFs.Core.Ome;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Series.Sets;

/// <summary>
/// Finds files beside a source by the names in documents, even if these are wrong: in the wrong case, from another folder, with folders that no
/// longer exist. Each file is opened once. Safe from many threads.
/// </summary>
internal sealed class MemberFolder
{
    private readonly ISourceFolder _folder;
    private readonly ConcurrentDictionary<string, Lazy<Task<IByteSource?>>> _opened = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Listing>>> _listings = new();

    /// <param name="own">The source that is already open, in the folder itself.</param>
    public MemberFolder(ISourceFolder folder, IByteSource own)
    {
        _folder = folder;
        _opened[own.FileName] = new Lazy<Task<IByteSource?>>(Task.FromResult<IByteSource?>(own));
    }

    /// <summary>Tries all paths, relative to the folder, of a file that a document in <paramref name="folder"/> gives this name.</summary>
    /// <returns>The first path with a file, and the open file; null if there is none.</returns>
    public async Task<(string Path, IByteSource Source)?> FindAsync(string folder, MemberPath name, CancellationToken cancellation)
    {
        foreach (var candidate in new[] { name, new MemberPath(name.Name) }.Distinct())
        {
            if (await OpenAsync(Join(folder, candidate.Value), cancellation) is { } exact)
                return (Join(folder, candidate.Value), exact);
            var beside = Join(folder, candidate.Folder);
            if ((await ListAsync(beside, cancellation)).InAnyCase.TryGetValue(candidate.Name, out var other)
                && await OpenAsync(Join(beside, other), cancellation) is { } inOtherCase)
                return (Join(beside, other), inOtherCase);
        }
        return null;
    }

    public Task<IByteSource?> OpenAsync(string path, CancellationToken cancellation) =>
        _opened.GetOrAdd(path, _ => new Lazy<Task<IByteSource?>>(() => _folder.TryOpenAsync(path, cancellation).AsTask())).Value;

    /// <summary>Closes a file that turned out to be of no use.</summary>
    public void Close(string path, IByteSource source)
    {
        _opened.TryRemove(path, out _);
        source.Dispose();
    }

    public bool IsOpen(string path) => _opened.ContainsKey(path);

    /// <summary>The names of the files in a folder, sorted.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string folder, CancellationToken cancellation) => (await ListAsync(folder, cancellation)).Names;

    private Task<Listing> ListAsync(string folder, CancellationToken cancellation) => _listings.GetOrAdd(folder, _ => new Lazy<Task<Listing>>(async () =>
    {
        List<string> names = [.. await _folder.NamesAsync(folder, OmeLimits.MaxFiles, cancellation)];
        names.Sort(StringComparer.Ordinal);
        var inAnyCase = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
            inAnyCase.TryAdd(name, name);
        return new Listing(names, inAnyCase);
    })).Value;

    public static string Join(string folder, string name) => folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";

    /// <summary>A folder's files, read once.</summary>
    /// <param name="InAnyCase">If several names differ only in case, the first of them.</param>
    private sealed record Listing(IReadOnlyList<string> Names, IReadOnlyDictionary<string, string> InAnyCase);
}
