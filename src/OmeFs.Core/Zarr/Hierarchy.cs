using OmeFs.Core.Arrays;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.Zarr;

/// <summary>Collects the groups and arrays of one Zarr hierarchy as a format writes them, and its consolidated metadata last.</summary>
internal sealed class Hierarchy(IZarrWriter format)
{
    /// <summary>At most so many chunks of an array are checked before its document is read. Arbitrary.</summary>
    private const int MostChunksLookedAt = 65_536;

    private readonly TreeBuilder _tree = new();
    private readonly List<ZarrDocument> _documents = [];

    /// <summary>The documents of the previous array, by key: with thousands of images, most are equal.</summary>
    private readonly Dictionary<string, TreeDocument> _last = [];

    /// <param name="path">Store path, "" for the root.</param>
    public void AddGroup(string path, ZarrAttributes? attributes)
    {
        foreach (var document in format.Group(attributes))
            AddDocument(path, document);
    }

    /// <param name="axes">The names of the array's axes.</param>
    public void AddArray(string path, VirtualArray array, IReadOnlyList<string> axes)
    {
        foreach (var (key, document) in format.Array(array.Metadata with { DimensionNames = axes }, () => array.HasAllChunksAsync(MostChunksLookedAt)))
            AddDocument(path, new ZarrDocument(key, Shared(key, document)));
        if (!array.IsInterleaved) // A grid has five axes: chunks with a sixth are for reference documents alone.
            _tree.AddChunks(Folder(format.Keys.Folder(path)), array.Grid, array.Chunks);
    }

    /// <summary>Adds a file that is not part of Zarr.</summary>
    public void AddFile(string path, byte[] content) => _tree.AddFile(Folder(Path.GetDirectoryName(path)!), Path.GetFileName(path), content);

    public VirtualTree Freeze(SourceIdentity source)
    {
        var (key, document) = format.Consolidated(_documents);
        _tree.PutFile(NodeId.Root, key, document);
        return _tree.Freeze(new NodeVersion(source.ModifiedNanoseconds, source.Fingerprint()), source.Length);
    }

    private TreeDocument Shared(string key, TreeDocument document)
    {
        if (document.Known is not { } bytes)
            return document;
        if (!_last.TryGetValue(key, out var last) || !bytes.AsSpan().SequenceEqual(last.Known))
            _last[key] = last = document;
        return last;
    }

    private void AddDocument(string path, ZarrDocument document)
    {
        _tree.AddFile(Folder(path), document.Key, document.Document);
        _documents.Add(document with { Key = path.Length == 0 ? document.Key : $"{path}/{document.Key}" });
    }

    private NodeId Folder(string path)
    {
        var folder = NodeId.Root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            folder = _tree.AddFolder(folder, part);
        return folder;
    }
}
