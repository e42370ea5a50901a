using System.Text;
using OmeFs.Core.References.Keys;
using OmeFs.Core.References.Metadata;
using OmeFs.Core.References.Set;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Formats;

namespace OmeFs.Core.References.Parquet;

/// <summary>Finds the arrays of a store in its documents.</summary>
internal sealed class StoreArrays
{
    private readonly List<StoreArray> _arrays = [];
    private readonly List<string> _images = [], _notices = [];
    private ulong _next;

    private StoreArrays(ulong first) => _next = first;

    public StoreArray[] All => [.. _arrays];

    /// <summary>Paths of OME-Zarr images, "" for the root.</summary>
    public IReadOnlyList<string> Images => _images;

    public IReadOnlyList<string> Notices => _notices;

    /// <param name="tree">The documents as a tree.</param>
    /// <param name="first">The first free node id.</param>
    /// <exception cref="OmeFsException">An array cannot be shown: it is Zarr 3, or has too many chunks.</exception>
    public static async ValueTask<StoreArrays> FindAsync(ReferenceSet documents, ReferenceTree tree, ulong first, string name, CancellationToken cancellation)
    {
        var found = new StoreArrays(first);
        for (var position = 0; position < documents.Count; position++)
            await found.AddAsync(documents, position, tree, name, cancellation);
        return found;
    }

    private async ValueTask AddAsync(ReferenceSet documents, int position, ReferenceTree tree, string name, CancellationToken cancellation)
    {
        var key = documents.Key(position, []).ToArray();
        var cut = key.AsSpan().LastIndexOf(KeyRules.Separator);
        var path = Encoding.UTF8.GetString(key, 0, Math.Max(cut, 0)).Replace((char)KeyRules.Separator, '/');
        if (!documents.At(position).IsInline)
            return;
        var metadata = FolderMetadata.Read(key, documents.At(position));
        if (metadata.IsImage)
            _images.Add(path);
        if (metadata.Array is { } array && array.Format.Version != 2)
            throw new OmeFsException(FaultKind.Unsupported, $"{name}: the array '{path}' is of Zarr {array.Format.Version}; references in Parquet are known for Zarr 2 alone");
        // In fsspec's store, an array at the root has no chunks.
        if (cut < 0 || !key.AsSpan(cut + 1).SequenceEqual(".zarray"u8))
            return;
        if (metadata.Array is { } readable)
        {
            var folder = await FolderAsync(tree, path, cancellation);
            Add(documents, key.AsSpan(0, cut + 1), path, readable, folder, name);
        }
        else
            _notices.Add($"the array '{path}' has a .zarray that makes no sense, so that its chunks are not shown");
    }

    private void Add(ReferenceSet documents, ReadOnlySpan<byte> prefix, string path, ReadArray array, NodeId folder, string name)
    {
        var counts = array.Metadata.Chunks.Counts(array.Metadata.Shape);
        var added = new StoreArray(_arrays.Count, path, folder, array, new KeyGrid(counts, array.Keys.Separator ?? '.'), _next);
        var first = documents.LowerBound(prefix);
        for (int position = first, end = documents.EndOf(prefix, first); position < end; position++)
        {
            var rest = documents.Key(position, [])[prefix.Length..];
            if (added.Grid.TryFind(0, rest.IndexOf(KeyRules.Separator) is >= 0 and var cut ? rest[..cut] : rest, out _))
                throw new OmeFsException(
                    FaultKind.Corrupt, $"{name}: a document in the array '{path}' has the name of a chunk: '{Encoding.UTF8.GetString(rest).Replace((char)KeyRules.Separator, '/')}'");
        }
        _next += (ulong)added.Grid.Nodes;
        if (_next > (ulong)TreeLimits.MaxGridNodes)
            throw new OmeFsException(FaultKind.LimitExceeded, $"{name}: more than {TreeLimits.MaxGridNodes} chunks");
        _arrays.Add(added);
    }

    /// <summary>The node of a folder that exists, because it contains a document.</summary>
    private static async ValueTask<NodeId> FolderAsync(ReferenceTree tree, string path, CancellationToken cancellation)
    {
        var folder = NodeId.Root;
        foreach (var part in path.Split('/'))
            folder = (await tree.LookupAsync(folder, Encoding.UTF8.GetBytes(part), cancellation)).Id;
        return folder;
    }
}
