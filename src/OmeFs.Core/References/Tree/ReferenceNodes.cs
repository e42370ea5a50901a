using OmeFs.Core.Tree;

namespace OmeFs.Core.References.Tree;

/// <summary>
/// Node ids of a reference tree, by arithmetic: a file is its key's position, a folder the position of its first key and how many parts of
/// that key it takes. Nothing is stored. Ids stay below 2^32 up to 67 million references.
/// </summary>
internal static class ReferenceNodes
{
    private const int DepthBits = 6;

    public static NodeId File(int position) => new(((ulong)position + 1) << DepthBits);

    /// <param name="parts">1 to 62.</param>
    public static NodeId Folder(int position, int parts) => new((((ulong)position + 1) << DepthBits) | (uint)parts);

    /// <summary>Takes an id apart; 0 parts are a file. False for the root, and for numbers that are no id among so many references.</summary>
    public static bool TryRead(NodeId id, int count, out int position, out int parts)
    {
        var (place, depth) = (id.Value >> DepthBits, (int)(id.Value & ((1 << DepthBits) - 1)));
        (position, parts) = ((int)(place - 1), depth);
        return place >= 1 && place <= (ulong)count;
    }
}
