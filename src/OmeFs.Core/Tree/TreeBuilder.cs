using System.Text;
using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tree;

/// <summary>Collects folders, documents and chunk grids, and freezes them into a <see cref="VirtualTree"/>. For one thread, once.</summary>
public sealed class TreeBuilder
{
    private readonly List<StaticNode> _nodes = [];
    /// <summary>Children of a node; null if it has none. Most nodes are documents.</summary>
    private readonly List<List<StaticNode>?> _children = [];
    private readonly Dictionary<(NodeId Parent, string Name), StaticNode> _byName = [];
    private readonly List<(StaticNode Level, ArrayShape Grid, IChunkStore Store)> _grids = [];

    public TreeBuilder()
    {
        _nodes.Add(new StaticNode { Id = NodeId.Root, Parent = NodeId.Root, Name = [] });
        _children.Add(null);
    }

    /// <summary>Adds a folder under <paramref name="parent"/>, or returns the existing folder of that name.</summary>
    public NodeId AddFolder(NodeId parent, string name) =>
        _byName.GetValueOrDefault((parent, name)) is { Content: null } there ? there.Id : Add(parent, name, null).Id;

    /// <summary>Adds a document with these bytes.</summary>
    public NodeId AddFile(NodeId parent, string name, byte[] content) => AddFile(parent, name, TreeDocument.Of(content));

    /// <summary>Adds a document that may be generated later.</summary>
    public NodeId AddFile(NodeId parent, string name, TreeDocument document) => Add(parent, name, document).Id;

    /// <summary>Adds a document, or puts it in the place of the document of that name.</summary>
    public void PutFile(NodeId parent, string name, TreeDocument document)
    {
        if (_byName.GetValueOrDefault((parent, name)) is { Content: not null } there)
            there.Content = document;
        else
            Add(parent, name, document);
    }

    /// <summary>Adds the chunk grid of the array whose folder is <paramref name="level"/>. A folder has at most one.</summary>
    public void AddChunks(NodeId level, ArrayShape grid, IChunkStore store) => _grids.Add((Node(level), grid, store));

    /// <summary>Fixes order, ids and cookies.</summary>
    /// <param name="version">The version of every node.</param>
    /// <param name="sourceBytes">What statfs shows as the size.</param>
    public VirtualTree Freeze(NodeVersion version, long sourceBytes)
    {
        for (var i = 0; i < _nodes.Count; i++)
        {
            if (_children[i] is not { } children)
                continue;
            children.Sort(static (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
            _nodes[i].Children = [.. children];
        }
        var grids = new ChunkGridNodes[_grids.Count];
        var next = (ulong)_nodes.Count + 1;
        for (var i = 0; i < grids.Length; i++)
        {
            var (level, grid, store) = _grids[i];
            grids[i] = new ChunkGridNodes(next, level.Id, grid, store);
            level.Grid = grids[i];
            next += grids[i].Count;
            if (next > (ulong)TreeLimits.MaxGridNodes)
                throw new OmeFsException(FaultKind.LimitExceeded, $"the tree has more than {TreeLimits.MaxGridNodes} nodes");
        }
        return new VirtualTree([.. _nodes], grids)
        {
            Version = version,
            SourceBytes = sourceBytes,
            NodeCount = (long)next - 1,
        };
    }

    private StaticNode Add(NodeId parent, string name, TreeDocument? content)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length is 0 or > TreeLimits.MaxNameBytes || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\0') >= 0)
            throw new OmeFsException(FaultKind.Bug, $"'{name}' cannot be the name of a file");
        var node = new StaticNode { Id = new NodeId((ulong)_nodes.Count + 1), Parent = parent, Name = bytes, Content = content };
        if (!_byName.TryAdd((parent, name), node))
            throw new OmeFsException(FaultKind.Bug, $"two files are called '{name}'");
        _nodes.Add(node);
        _children.Add(null);
        (_children[(int)parent.Value - 1] ??= []).Add(node);
        return node;
    }

    private StaticNode Node(NodeId id) => _nodes[(int)id.Value - 1];
}
