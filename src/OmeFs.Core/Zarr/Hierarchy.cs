using OmeFs.Core.Arrays;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Zarr;

/// <summary>Collects the groups and arrays of one Zarr v2 hierarchy, and writes its consolidated metadata last.</summary>
internal sealed class Hierarchy
{
    private readonly TreeBuilder _tree = new();
    private readonly List<(string Key, TreeDocument Document)> _documents = [];
    private static readonly TreeDocument GroupDocument = TreeDocument.Of(ZarrV2.Group());

    /// <summary>Of the array before: where there are thousands of images, most have the same.</summary>
    private (byte[] Bytes, TreeDocument Document) _array = ([], TreeDocument.Of([])), _names = ([], TreeDocument.Of([]));

    /// <param name="path">Store path, "" for the root.</param>
    public void AddGroup(string path, TreeDocument? attributes)
    {
        AddDocument(path, ZarrV2.GroupKey, GroupDocument);
        if (attributes is not null)
            AddDocument(path, ZarrV2.AttributesKey, attributes);
    }

    public void AddArray(string path, VirtualArray array, byte[] attributes)
    {
        AddDocument(path, ZarrV2.ArrayKey, ZarrV2.IsLate(array) ? ZarrV2.LateArray(array) : Shared(ref _array, ZarrV2.Array(array)));
        AddDocument(path, ZarrV2.AttributesKey, Shared(ref _names, attributes));
        if (array.Interleaved == 1) // A grid has five axes: chunks with a sixth are for reference documents alone.
            _tree.AddChunks(Folder(path), array.Grid, array.Chunks);
    }

    private static TreeDocument Shared(ref (byte[] Bytes, TreeDocument Document) last, byte[] bytes)
    {
        if (!last.Bytes.AsSpan().SequenceEqual(bytes))
            last = (bytes, TreeDocument.Of(bytes));
        return last.Document;
    }

    /// <summary>A file that Zarr knows nothing of.</summary>
    public void AddFile(string path, byte[] content) => _tree.AddFile(Folder(Path.GetDirectoryName(path)!), Path.GetFileName(path), content);

    public VirtualTree Freeze(SourceIdentity source)
    {
        _tree.AddFile(NodeId.Root, ZarrV2.ConsolidatedKey, ZarrV2.Consolidated(_documents));
        return _tree.Freeze(new NodeVersion(source.ModifiedNanoseconds, source.Fingerprint()), source.Length);
    }

    private void AddDocument(string path, string key, TreeDocument document)
    {
        _tree.AddFile(Folder(path), key, document);
        _documents.Add((path.Length == 0 ? key : $"{path}/{key}", document));
    }

    private NodeId Folder(string path)
    {
        var folder = NodeId.Root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            folder = _tree.AddFolder(folder, part);
        return folder;
    }
}
