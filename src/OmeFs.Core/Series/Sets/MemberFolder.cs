using System.Collections.Concurrent;
using OmeFs.Core.Ome;
using OmeFs.Core.Sources;

namespace OmeFs.Core.Series.Sets;

/// <summary>
/// Finds files beside a source by the names that documents give them, also if the names are wrong: in the wrong case, from another folder,
/// with folders that are no more. Each file is opened once. Safe from many threads.
/// </summary>
internal sealed class MemberFolder
{
    private readonly ISourceFolder _folder;
    private readonly ConcurrentDictionary<string, Lazy<Task<IByteSource?>>> _opened = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<Listing>>> _listings = new();

    /// <param name="own">The source that is open already, in the folder itself.</param>
    public MemberFolder(ISourceFolder folder, IByteSource own)
    {
        _folder = folder;
        _opened[own.FileName] = new Lazy<Task<IByteSource?>>(Task.FromResult<IByteSource?>(own));
    }

    /// <summary>The paths, relative to the folder, at which a file may lie that a document in <paramref name="folder"/> names so.</summary>
    /// <returns>The first of them that is there, open; null where none is.</returns>
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

    /// <summary>Gives back a file that turned out to be of no use.</summary>
    public void Close(string path, IByteSource source)
    {
        _opened.TryRemove(path, out _);
        source.Dispose();
    }

    public bool IsOpen(string path) => _opened.ContainsKey(path);

    /// <summary>The names of the files in a folder, in order.</summary>
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
    /// <param name="InAnyCase">Of several names that differ in case alone the first.</param>
    private sealed record Listing(IReadOnlyList<string> Names, IReadOnlyDictionary<string, string> InAnyCase);
}
