using OmeFs.Core.References.Records;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Parquet;

/// <summary>
/// A store of references in Parquet as a tree: the documents of its `.zmetadata` are a tree of references, and below each array's folder are its
/// chunks, by arithmetic. The store's files say which chunks exist and how long they are. They are read on demand.
/// </summary>
/// <remarks>*Invariant:* ids and ordinals depend on `.zmetadata` alone: a chunk has them whether it exists or not.</remarks>
/// <param name="shift">The ordinal of the first chunk of a folder, greater than that of any document.</param>
internal sealed class ParquetTree(ReferenceTree documents, StoreArray[] arrays, ulong shift, RecordFiles files, ReferenceContent content, LazyTargets targets)
    : IVirtualTree, IDeferredContent
{
    private readonly Dictionary<NodeId, StoreArray> _byFolder = arrays.ToDictionary(array => array.Folder);

    public long SourceBytes => documents.SourceBytes;

    public long NodeCount => documents.NodeCount + arrays.Sum(array => array.Grid.Chunks);

    public ValueTask<NodeStat> StatAsync(NodeId id, CancellationToken cancellation = default) =>
        PlaceOf(id) is { Array: { } array } place ? StatAsync(array, place.Depth, place.Index, cancellation) : documents.StatAsync(id, cancellation);

    public ValueTask<NodeStat> LookupAsync(NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation = default)
    {
        var place = PlaceOf(folder);
        if (place.Array is null)
        {
            // No name is both a document and a chunk, and documents are in memory. So a possible chunk name is only looked up among chunks.
            if (!_byFolder.TryGetValue(folder, out var array) || !array.Grid.TryFind(0, name, out _))
                return documents.LookupAsync(folder, name, cancellation);
            place = new Place(array, 0, 0);
        }
        return place.Depth < place.Array!.Grid.Depth && place.Array.Grid.TryFind(place.Depth, name, out var number)
            ? StatAsync(place.Array, place.Depth + 1, ChildOf(place, number), cancellation)
            : default;
    }

    public async ValueTask<int> ListAsync(NodeId folder, ulong ordinal, Memory<TreeEntry> page, CancellationToken cancellation = default)
    {
        var (place, filled) = (PlaceOf(folder), 0);
        if (place.Array is null)
        {
            if (ordinal < shift)
                filled = await documents.ListAsync(folder, ordinal, page, cancellation);
            if (!_byFolder.TryGetValue(folder, out var array) || filled == page.Length)
                return filled;
            place = new Place(array, 0, 0);
        }
        var from = (long)(Math.Max(ordinal, shift) - shift);
        return place.Depth < place.Array!.Grid.Depth ? filled + await ListAsync(place, from, page[filled..], cancellation) : 0;
    }

    public ValueTask<NodeId> ParentOfAsync(NodeId id, CancellationToken cancellation = default) => PlaceOf(id) is { Array: { } array } place
        ? ValueTask.FromResult(IdOf(array, place.Depth - 1, place.Index / array.Grid.ChildrenAt(place.Depth - 1)))
        : documents.ParentOfAsync(id, cancellation);

    public NodeVersion VersionOf(NodeId id) => documents.VersionOf(id);

    public FileContent Open(NodeId id) => PlaceOf(id) is { Array: { } array } place
        ? place.Depth == array.Grid.Depth ? new FileContent(this, id) : default
        : documents.Open(id);

    public string PathOf(NodeId id)
    {
        if (PlaceOf(id) is not { Array: { } array } place)
            return documents.PathOf(id);
        var (names, room) = (new Stack<string>(), new byte[TreeLimits.MaxNameBytes]);
        for (var (depth, index) = (place.Depth, place.Index); depth > 0; depth--)
        {
            var children = array.Grid.ChildrenAt(depth - 1);
            names.Push(System.Text.Encoding.ASCII.GetString(room, 0, array.Grid.WriteName(depth - 1, index % children, room)));
            index /= children;
        }
        return $"{array.Path}/{string.Join('/', names)}";
    }

    async ValueTask<int> IDeferredContent.ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var place = PlaceOf(file);
        if (place.Array is null || place.Depth != place.Array.Grid.Depth)
            throw new OmeFsException(FaultKind.Bug, $"node {file} is not a chunk");
        var (group, row) = await RowAsync(place.Array, place.Index);
        return group is null || group[row].Kind == RowKind.Missing
            ? throw new OmeFsException(FaultKind.NotFound, $"{PathOf(file)}: there is no such chunk")
            : await content.ReadAsync(ReferenceOf(group, row), offset, buffer, cancellation);
    }

    private ValueTask<NodeStat> StatAsync(StoreArray array, int depth, long index, CancellationToken cancellation) => depth < array.Grid.Depth
        ? ValueTask.FromResult(new NodeStat(IdOf(array, depth, index), NodeKind.Folder, 0))
        : StatChunkAsync(array, index, cancellation);

    private async ValueTask<NodeStat> StatChunkAsync(StoreArray array, long chunk, CancellationToken cancellation)
    {
        var (group, row) = await RowAsync(array, chunk);
        return group is null || group[row].Kind == RowKind.Missing
            ? default
            : new NodeStat(IdOf(array, array.Grid.Depth, chunk), NodeKind.File, await content.SizeAsync(ReferenceOf(group, row), cancellation));
    }

    private async ValueTask<int> ListAsync(Place folder, long from, Memory<TreeEntry> page, CancellationToken cancellation)
    {
        var (grid, filled) = (folder.Array!.Grid, 0);
        var (children, longest) = (grid.ChildrenAt(folder.Depth), grid.LongestName(folder.Depth));
        var names = new byte[longest * page.Length];
        while (from < children && filled < page.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var group = default(RecordGroup);
            var (row, end) = (0L, children);
            if (folder.Depth == grid.Depth - 1)
            {
                var chunk = ChildOf(folder, from);
                if (files.NextFrom(folder.Array, chunk / files.Size) is not { } record)
                    break;
                (from, chunk) = record * files.Size > chunk ? (from + (record * files.Size) - chunk, record * files.Size) : (from, chunk);
                if (from >= children)
                    break;
                group = await files.GetAsync(folder.Array, record);
                (row, end) = (chunk % files.Size, Math.Min(children, from + files.Size - (chunk % files.Size)));
            }
            for (; from < end && filled < page.Length; from++, row++)
                if (TryEntry(folder, from, group, (int)row, names.AsMemory(filled * longest, longest), out page.Span[filled]))
                    filled++;
        }
        return filled;
    }

    private bool TryEntry(in Place folder, long number, RecordGroup? group, int row, Memory<byte> name, out TreeEntry entry)
    {
        entry = default;
        if (group is not null && group[row].Kind == RowKind.Missing)
            return false;
        var array = folder.Array!;
        var id = IdOf(array, folder.Depth + 1, ChildOf(folder, number));
        var stat = group is null ? new NodeStat(id, NodeKind.Folder, 0) : new NodeStat(id, NodeKind.File, KnownSize(group, row));
        entry = new TreeEntry(stat, shift + (ulong)number, name[..array.Grid.WriteName(folder.Depth, number, name.Span)], 0);
        return true;
    }

    /// <summary>A listing opens no targets, and stores nothing for targets that were not read.</summary>
    private long KnownSize(RecordGroup group, int row) => group[row] is var found && found.Kind != RowKind.Whole ? found.Length
        : group.TargetNumbers[found.Path] > 0 ? content.KnownSize(ReferenceOf(group, row)) : NodeStat.UnknownSize;

    private async ValueTask<(RecordGroup? Group, int Row)> RowAsync(StoreArray array, long chunk) =>
        (await files.GetAsync(array, chunk / files.Size), (int)(chunk % files.Size));

    /// <summary>The reference of a row that is not missing.</summary>
    private Reference ReferenceOf(RecordGroup group, int row)
    {
        var found = group[row];
        return found.Kind switch
        {
            RowKind.Inline => new Reference(ReferenceKind.Inline, UrlTable.None, 0, found.Length, found.Inline),
            RowKind.Range => new Reference(ReferenceKind.Range, TargetOf(group, found.Path), found.Offset, found.Length, default),
            RowKind.Whole => new Reference(ReferenceKind.Whole, TargetOf(group, found.Path), 0, 0, default),
            RowKind.Invalid => new Reference(ReferenceKind.Range, targets.NumberOf(""), 0, found.Length, default),
            _ => throw new OmeFsException(FaultKind.Bug, "a missing chunk has no reference"),
        };
    }

    private int TargetOf(RecordGroup group, int path)
    {
        if (group.TargetNumbers[path] == 0)
            group.TargetNumbers[path] = targets.NumberOf(group.Paths.Text(path));
        return group.TargetNumbers[path];
    }

    private Place PlaceOf(NodeId id)
    {
        var after = Bisection.First(0, arrays.Length, arrays, id.Value, static (arrays, id, i) => arrays[i].First > id);
        if (after > 0 && arrays[after - 1] is var array && id.Value - array.First < (ulong)array.Grid.Nodes)
            return array.Grid.PlaceOf((long)(id.Value - array.First)) is var (depth, index) ? new Place(array, depth, index) : default;
        return default;
    }

    private static long ChildOf(in Place folder, long number) => (folder.Index * folder.Array!.Grid.ChildrenAt(folder.Depth)) + number;

    private static NodeId IdOf(StoreArray array, int depth, long index) => depth == 0 ? array.Folder : new NodeId(array.First + (ulong)array.Grid.NodeOf(depth, index));

    /// <summary>A node of an array's grid; none if there is no array.</summary>
    private readonly record struct Place(StoreArray? Array, int Depth, long Index);
}
