using System.Buffers;
using System.Buffers.Text;
using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tree;

/// <summary>
/// A frozen tree of folders and files with the three things a door needs: look up, list, open. Safe from many threads.
/// </summary>
/// <remarks>
/// *Invariant:* ids, names and ordinals depend on the source alone, so they are the same after a remount. Memory does not grow with the number
/// of chunks. Only the size and presence of chunks need the array, which may read the source.
/// </remarks>
public sealed class VirtualTree : IVirtualTree
{
    /// <summary>Chunks whose sizes are looked up at a time when many are missing. Arbitrary.</summary>
    private const int MostSizes = 4096;

    private readonly StaticNode[] _nodes;
    private readonly ChunkGridNodes[] _grids;

    internal VirtualTree(StaticNode[] nodes, ChunkGridNodes[] grids) => (_nodes, _grids) = (nodes, grids);

    /// <summary>The version of every node: the tree has one source.</summary>
    public required NodeVersion Version { get; init; }

    public required long SourceBytes { get; init; }

    /// <summary>The highest node id.</summary>
    public required long NodeCount { get; init; }

    public ValueTask<NodeStat> StatAsync(NodeId id, CancellationToken cancellation = default)
    {
        if (Static(id) is { } node)
            return ValueTask.FromResult(node.Stat);
        return GridOf(id) is { } grid ? StatAsync(grid, grid.PlaceOf(id), cancellation) : default;
    }

    public ValueTask<NodeStat> LookupAsync(NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation = default)
    {
        if (Static(folder) is { } node)
        {
            if (FindChild(node, name) is { } child)
                return ValueTask.FromResult(child.Stat);
            return node.Grid is { } below ? LookupAsync(below, new GridPlace(0, 0), name, cancellation) : default;
        }
        if (GridOf(folder) is not { } grid)
            return default;
        var place = grid.PlaceOf(folder);
        return place.IsFile ? default : LookupAsync(grid, place, name, cancellation);
    }

    public ValueTask<NodeId> ParentOfAsync(NodeId id, CancellationToken cancellation = default) => ValueTask.FromResult(ParentOf(id));

    public NodeId ParentOf(NodeId id)
    {
        if (Static(id) is { } node)
            return node.Parent;
        return GridOf(id) is { } grid ? grid.IdOf(grid.ParentOf(grid.PlaceOf(id))) : NodeId.Root;
    }

    public async ValueTask<int> ListAsync(NodeId folder, ulong ordinal, Memory<TreeEntry> page, CancellationToken cancellation = default)
    {
        if (Static(folder) is { Content: null } node)
        {
            var count = ListChildren(node, ordinal, page.Span);
            if (node.Grid is null || count == page.Length)
                return count;
            var fixedCount = (ulong)node.Children.Length;
            var from = Math.Max(ordinal, fixedCount) - fixedCount;
            return count + await ListChunksAsync(node.Grid, new GridPlace(0, 0), from, fixedCount, page[count..], cancellation);
        }
        if (GridOf(folder) is not { } grid || grid.PlaceOf(folder) is not { IsFile: false } place)
            return 0;
        return await ListChunksAsync(grid, place, ordinal, 0, page, cancellation);
    }

    public NodeVersion VersionOf(NodeId id) => Version;

    public FileContent Open(NodeId id)
    {
        if (Static(id) is { } node)
            return node.Content is null ? default : new FileContent(node.Content, id);
        return GridOf(id) is { } grid && grid.PlaceOf(id) is { IsFile: true } place ? new FileContent(grid.Store, grid.ChunkOf(place)) : default;
    }

    /// <summary>All files except chunks, with their paths.</summary>
    internal IEnumerable<(string Path, TreeDocument Document)> Documents() =>
        _nodes.Where(node => node.Content is not null).Select(node => (PathOf(node.Id), node.Content!));

    public string PathOf(NodeId id)
    {
        var parts = new Stack<string>();
        for (; id != NodeId.Root && (Static(id) is not null || GridOf(id) is not null); id = ParentOf(id))
            parts.Push(Static(id) is { } node ? System.Text.Encoding.UTF8.GetString(node.Name) : NumberOf(id).ToString());
        return string.Join('/', parts);
    }

    private long NumberOf(NodeId id)
    {
        var grid = GridOf(id)!;
        var place = grid.PlaceOf(id);
        return place.Index % grid.ChildrenAt(place.Depth - 1);
    }

    private StaticNode? Static(NodeId id) => id.Value - 1 < (ulong)_nodes.Length ? _nodes[id.Value - 1] : null;

    private ChunkGridNodes? GridOf(NodeId id)
    {
        var after = Bisection.First(0, _grids.Length, _grids, id, static (grids, id, i) => grids[i].First > id.Value);
        return after > 0 && _grids[after - 1].Contains(id) ? _grids[after - 1] : null;
    }

    private static StaticNode? FindChild(StaticNode folder, ReadOnlySpan<byte> name)
    {
        var children = folder.Children;
        var at = Bisection.First(0, children.Length, children, name, static (children, name, i) => children[i].Name.AsSpan().SequenceCompareTo(name) >= 0);
        return at < children.Length && children[at].Name.AsSpan().SequenceEqual(name) ? children[at] : null;
    }

    private static ValueTask<NodeStat> LookupAsync(
        ChunkGridNodes grid, GridPlace folder, ReadOnlySpan<byte> name, CancellationToken cancellation)
    {
        var canonical = name.Length is > 0 and <= 10 && (name[0] != '0' || name.Length == 1);
        if (!canonical || !Utf8Parser.TryParse(name, out uint number, out var used) || used != name.Length)
            return default;
        return number < (uint)grid.ChildrenAt(folder.Depth) ? StatAsync(grid, grid.ChildOf(folder, (int)number), cancellation) : default;
    }

    private static ValueTask<NodeStat> StatAsync(ChunkGridNodes grid, GridPlace place, CancellationToken cancellation) =>
        place.IsFile
            ? StatChunkAsync(grid, place, cancellation)
            : ValueTask.FromResult(new NodeStat(grid.IdOf(place), NodeKind.Folder, 0));

    private static async ValueTask<NodeStat> StatChunkAsync(ChunkGridNodes grid, GridPlace place, CancellationToken cancellation)
    {
        var size = ArrayPool<long>.Shared.Rent(1);
        try
        {
            await grid.Store.SizesAsync(grid.ChunkOf(place), size.AsMemory(0, 1), cancellation);
            return size[0] == IChunkStore.Missing ? default : new NodeStat(grid.IdOf(place), NodeKind.File, size[0]);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(size);
        }
    }

    private static int ListChildren(StaticNode folder, ulong ordinal, Span<TreeEntry> page)
    {
        var count = 0;
        for (; ordinal < (ulong)folder.Children.Length && count < page.Length; ordinal++, count++)
        {
            var child = folder.Children[ordinal];
            page[count] = new TreeEntry(child.Stat, ordinal, child.Name, 0);
        }
        return count;
    }

    /// <param name="from">The first number to list.</param>
    /// <param name="shift">The ordinal of number 0: documents come before chunks.</param>
    private static async ValueTask<int> ListChunksAsync(
        ChunkGridNodes grid, GridPlace folder, ulong from, ulong shift, Memory<TreeEntry> page, CancellationToken cancellation)
    {
        var children = (ulong)grid.ChildrenAt(folder.Depth);
        var filled = 0;
        if (folder.Depth < ArrayShape.Rank - 1)
        {
            for (; from < children && filled < page.Length; from++, filled++)
                page.Span[filled] = Entry(grid, folder, from, shift, 0);
            return filled;
        }
        var (sizes, most) = (ArrayPool<long>.Shared.Rent(Math.Max(page.Length, MostSizes)), page.Length);
        try
        {
            while (from < children && filled < page.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                var (run, before) = ((int)Math.Min(children - from, (ulong)most), filled);
                await grid.Store.SizesAsync(grid.ChunkOf(grid.ChildOf(folder, (int)from)), sizes.AsMemory(0, run), cancellation);
                for (var i = 0; i < run && filled < page.Length; i++, from++)
                    if (sizes[i] != IChunkStore.Missing)
                        page.Span[filled++] = Entry(grid, folder, from, shift, sizes[i]);
                most = filled == before ? Math.Min(2 * run, sizes.Length) : page.Length - filled;
            }
            return filled;
        }
        finally
        {
            ArrayPool<long>.Shared.Return(sizes);
        }
    }

    private static TreeEntry Entry(ChunkGridNodes grid, GridPlace folder, ulong number, ulong shift, long size)
    {
        var place = grid.ChildOf(folder, (int)number);
        var stat = new NodeStat(grid.IdOf(place), place.IsFile ? NodeKind.File : NodeKind.Folder, size);
        return new TreeEntry(stat, shift + number, default, (uint)number);
    }
}
