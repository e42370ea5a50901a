using System.Buffers.Binary;
using System.Security.Cryptography;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>
/// Node ids of a tree of trees. The id of a folder is 62 bits of a hash of its path. An id in an image has 30 bits of a hash of path and version
/// (the image's slot), followed by 32 bits of the node's id in the image's own tree.
/// </summary>
/// <remarks>
/// With hashes, handles (NFS) and inode numbers are the same after a remount, although nothing is stored. The version is hashed too, so a changed
/// image has different nodes. If two hashes collide, the later node gets the next free id. Its handles are then only valid during this mount;
/// generations prevent their use for another node.
/// </remarks>
internal static class FolderIds
{
    /// <summary>The largest id of a node in its image's own tree.</summary>
    public const ulong MaxInner = (1UL << InnerBits) - 1;

    private const int InnerBits = 32;

    /// <summary>The bit that marks ids of images. The bit above stays 0, because many programs read ids as signed numbers.</summary>
    private const ulong InsideImage = 1UL << 62;

    public static bool IsInside(NodeId id) => (id.Value & InsideImage) != 0;

    /// <summary>The root node of the image, which identifies the image.</summary>
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
