using System.Text;
using OmeFs.Core.Arrays;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Tree;

/// <summary>A node of the slow, obvious model: everything is made beforehand and kept in lists.</summary>
internal sealed class ModelNode(string name, ModelNode? parent, byte[]? content)
{
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public ModelNode Parent => parent ?? this;

    public byte[]? Content { get; } = content;

    public List<ModelNode> Children { get; } = [];

    /// <summary>The ordinal of each child; chunks that are missing leave a gap.</summary>
    public List<ulong> Ordinals { get; } = [];

    public IEnumerable<ModelNode> All => Children.SelectMany(child => child.All).Prepend(this);

    public ModelNode Add(string childName, byte[]? childContent)
    {
        var child = new ModelNode(childName, this, childContent);
        Children.Add(child);
        return child;
    }

    /// <summary>Sorts documents and folders and numbers them; before chunks are added.</summary>
    public void Freeze()
    {
        Children.Sort((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        Ordinals.AddRange(Enumerable.Range(0, Children.Count).Select(i => (ulong)i));
        foreach (var child in Children)
            child.Freeze();
    }

    /// <summary>Chunk folders and files below this one, one depth after the other.</summary>
    public void AddChunks(ArrayShape grid, ModelStore store, params int[] at)
    {
        var shift = (ulong)Children.Count;
        for (var i = 0; i < grid[at.Length]; i++)
        {
            int[] place = [.. at, i];
            var file = place.Length == ArrayShape.Rank;
            var chunk = file ? new ChunkIndex(place[0], place[1], place[2], place[3], place[4]) : default;
            if (file && store.SizeOf(chunk) == IChunkStore.Missing)
                continue;
            var child = Add($"{i}", file ? store.BytesOf(chunk) : null);
            Ordinals.Add(shift + (ulong)i);
            if (!file)
                child.AddChunks(grid, store, place);
        }
    }
}
