using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Tree;

/// <summary>
/// Node ids of a reference tree, by arithmetic: a file's id is its key's position; a folder's id is the position of its first key and the number of
/// that key's parts in its path. Nothing is stored. Ids are below 2^32 for up to 67 million references.
/// </summary>
internal static class ReferenceNodes
{
    private const int DepthBits = 6;

    public static NodeId File(int position) => new(((ulong)position + 1) << DepthBits);

    /// <param name="parts">1 to 62.</param>
    public static NodeId Folder(int position, int parts) => new((((ulong)position + 1) << DepthBits) | (uint)parts);

    /// <summary>Splits an id; 0 parts mean a file. False for the root, and for numbers that are not an id among this many references.</summary>
    public static bool TryRead(NodeId id, int count, out int position, out int parts)
    {
        var (place, depth) = (id.Value >> DepthBits, (int)(id.Value & ((1 << DepthBits) - 1)));
        (position, parts) = ((int)(place - 1), depth);
        return place >= 1 && place <= (ulong)count;
    }
}
