using System.Collections.Concurrent;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>The folders and images that have been found, by id. Reading is safe from many threads; writing needs the tree's lock.</summary>
internal sealed class NodeRegistry
{
    /// <summary>The most removed ids that are kept. Arbitrary: a few MB. A stale handle with a forgotten id costs a search.</summary>
    private const int MaxGone = 100_000;

    private readonly ConcurrentDictionary<ulong, FolderNode> _nodes = new();
    private readonly ConcurrentDictionary<ulong, bool> _gone = new();
    private long _imageBytes;

    public int Count => _nodes.Count;

    public long ImageBytes => Interlocked.Read(ref _imageBytes);

    public SourceFolderNode? Folder(NodeId id) => _nodes.GetValueOrDefault(id.Value) as SourceFolderNode;

    /// <summary>The image that is this node, or contains it.</summary>
    public ImageFile? Image(NodeId inside) => _nodes.GetValueOrDefault(FolderIds.ImageOf(inside).Value) as ImageFile;

    /// <summary>Whether the node existed and was removed. A node that is neither registered nor removed may still be found by a search.</summary>
    public bool IsGone(NodeId id) => _gone.ContainsKey((FolderIds.IsInside(id) ? FolderIds.ImageOf(id) : id).Value);

    /// <summary>Gives the node the first free id from <paramref name="wanted"/> on.</summary>
    public void Add(FolderNode node, NodeId wanted)
    {
        while (!_nodes.TryAdd(wanted.Value, node))
            wanted = FolderIds.Next(wanted);
        node.Id = wanted;
        _gone.TryRemove(wanted.Value, out _);
        if (node is ImageFile image)
            Interlocked.Add(ref _imageBytes, image.Identity.Length);
    }

    public void Remove(FolderNode node)
    {
        node.IsGone = true;
        _nodes.TryRemove(node.Id.Value, out _);
        if (_gone.Count >= MaxGone)
            _gone.Clear();
        _gone[node.Id.Value] = true;
        if (node is ImageFile image)
            Interlocked.Add(ref _imageBytes, -image.Identity.Length);
    }
}
