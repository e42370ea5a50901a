using System.Buffers.Binary;
using System.Security.Cryptography;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>
/// Node ids of a tree of trees. A folder's is 62 bits of a hash of its path. An image has 30 bits of a hash of path and version, its slot,
/// followed by 32 bits of the id that the node has in the image's own tree.
/// </summary>
/// <remarks>
/// Hashes, so that handles (NFS) and inode numbers are the same after a remount without anything being kept; the version is in them, so
/// that a changed image is made of other nodes. Where two hashes meet, the later one found gets the next that is free; its handles
/// do not outlive the mount then, and generations keep them from being taken for another's.
/// </remarks>
internal static class FolderIds
{
    /// <summary>The largest id a node may have in its image's own tree.</summary>
    public const ulong MaxInner = (1UL << InnerBits) - 1;

    private const int InnerBits = 32;

    /// <summary>The bit that marks ids of images. The bit above stays 0, because many programs take ids for signed numbers.</summary>
    private const ulong InsideImage = 1UL << 62;

    public static bool IsInside(NodeId id) => (id.Value & InsideImage) != 0;

    /// <summary>The image's root node, which stands for the image.</summary>
    public static NodeId ImageOf(NodeId inside) => new((inside.Value & ~MaxInner) | NodeId.Root.Value);

    public static NodeId Inner(NodeId inside) => new(inside.Value & MaxInner);

    public static NodeId Outer(NodeId image, NodeId inner) => new((image.Value & ~MaxInner) | inner.Value);

    /// <summary>The id a folder should have, by its path from the root.</summary>
    public static NodeId OfFolder(string path) => new(Math.Max(Hash(path, default) % InsideImage, NodeId.Root.Value + 1));

    /// <summary>The id an image's root should have.</summary>
    public static NodeId OfImage(string path, SourceIdentity identity) =>
        new(InsideImage | (Hash(path, identity) % (InsideImage >> InnerBits) << InnerBits) | NodeId.Root.Value);

    /// <summary>The next id to try if this one is taken.</summary>
    public static NodeId Next(NodeId id) => IsInside(id)
        ? new(InsideImage | ((id.Value + MaxInner + 1) & (InsideImage - 1)))
        : new(Math.Max((id.Value + 1) % InsideImage, NodeId.Root.Value + 1));

    /// <summary>The ordinal of a name in its folder. It does not depend on other names, so a listing can be resumed after changes.</summary>
    public static ulong Ordinal(string name) => Hash(name, default) % InsideImage;

    private static ulong Hash(string text, SourceIdentity identity)
    {
        var name = NameText.BytesOf(text);
        var count = name.Length;
        var bytes = new byte[count + (3 * sizeof(long))];
        name.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(count), identity.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(count + sizeof(long)), identity.ModifiedNanoseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(count + (2 * sizeof(long))), identity.Tag);
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes));
    }
}
