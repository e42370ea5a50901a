using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tree;

/// <summary>
/// The node ids of one array's chunk grid: folders t, c, z, y and files x. They are numbered by arithmetic in one contiguous range: first all of
/// depth 1, then all of depth 2, and so on. Nothing is stored per chunk.
/// </summary>
internal sealed class ChunkGridNodes
{
    private readonly int[] _extent = new int[ArrayShape.Rank];
    private readonly long[] _firstOfDepth = new long[ArrayShape.Rank + 2];

    /// <param name="first">The id of the grid's first node.</param>
    /// <param name="level">The array's folder, the parent of depth 1.</param>
    /// <param name="grid">Chunks along each axis, each at least 1.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.LimitExceeded"/> if the grid has more than 2^53 nodes.</exception>
    public ChunkGridNodes(ulong first, NodeId level, ArrayShape grid, IChunkStore store)
    {
        (First, Level, Grid, Store) = (first, level, grid, store);
        Int128 count = 1, nodes = 0;
        for (var depth = 1; depth <= ArrayShape.Rank; depth++)
        {
            _extent[depth - 1] = grid[depth - 1];
            _firstOfDepth[depth] = (long)nodes;
            count *= grid[depth - 1];
            nodes += count;
            if (grid[depth - 1] < 1 || nodes > TreeLimits.MaxGridNodes)
                throw new OmeFsException(FaultKind.LimitExceeded, $"a chunk grid of {grid} has more than {TreeLimits.MaxGridNodes} nodes");
        }
        _firstOfDepth[ArrayShape.Rank + 1] = (long)nodes;
    }

    public ulong First { get; }

    public NodeId Level { get; }

    public ArrayShape Grid { get; }

    public IChunkStore Store { get; }

    public ulong Count => (ulong)_firstOfDepth[ArrayShape.Rank + 1];

    public bool Contains(NodeId id) => id.Value - First < Count;

    /// <summary>The place of a node of this grid; <see cref="Contains"/> must hold.</summary>
    public GridPlace PlaceOf(NodeId id)
    {
        var ordinal = (long)(id.Value - First);
        var depth = 1;
        while (ordinal >= _firstOfDepth[depth + 1])
            depth++;
        return new GridPlace(depth, ordinal - _firstOfDepth[depth]);
    }

    public NodeId IdOf(GridPlace place) => place.Depth == 0 ? Level : new NodeId(First + (ulong)(_firstOfDepth[place.Depth] + place.Index));

    public GridPlace ParentOf(GridPlace place) => new(place.Depth - 1, place.Index / _extent[place.Depth - 1]);

    /// <summary>The number of children of a folder at this depth; the array's own folder has depth 0.</summary>
    public int ChildrenAt(int depth) => _extent[depth];

    public GridPlace ChildOf(GridPlace folder, int number) => new(folder.Depth + 1, folder.Index * _extent[folder.Depth] + number);

    /// <summary>The chunk of a file, which has depth 5.</summary>
    public ChunkIndex ChunkOf(GridPlace file)
    {
        var rest = file.Index;
        Span<int> along = stackalloc int[ArrayShape.Rank];
        for (var axis = ArrayShape.Rank - 1; axis >= 0; axis--)
            (rest, along[axis]) = (rest / _extent[axis], (int)(rest % _extent[axis]));
        return new ChunkIndex(along[0], along[1], along[2], along[3], along[4]);
    }
}

/// <summary>A node of a chunk grid: its depth below the array's folder, and its index among all nodes of that depth.</summary>
internal readonly record struct GridPlace(int Depth, long Index)
{
    public bool IsFile => Depth == ArrayShape.Rank;
}
