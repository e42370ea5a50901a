using OmeFs.Core.Tree;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Operations;

/// <summary>Converts a node of the tree to the kernel's attributes and entries: shown owner and mode, the source's time.</summary>
internal sealed class NodeAttributes(IVirtualTree tree, ShownAccess access)
{
    /// <summary>
    /// How long the kernel may cache names (absent ones too) and attributes. A tree is frozen, or reports its changes, so no limit would be needed. With
    /// a day, repeated requests cost nothing, and a mistake does not last for ever.
    /// </summary>
    public const ulong ValidSeconds = 24 * 60 * 60;

    /// <summary>S_IFDIR and S_IFREG.</summary>
    private const uint Folder = 0x4000, File = 0x8000;

    /// <summary>The preferred size of a read: the kernel's own buffered requests have it.</summary>
    private const uint PreferredRead = 128 * 1024;

    private const int UnitOfBlocks = 512;

    private const long Second = 1_000_000_000;

    public FuseAttr Of(in NodeStat node)
    {
        var folder = node.Kind == NodeKind.Folder;
        var shown = access.Of(node.Id);
        var (seconds, nanoseconds) = Time(tree.VersionOf(node.Id).ModifiedNanoseconds);
        return new FuseAttr
        {
            Ino = node.Id.Value,
            Size = (ulong)node.Size,
            Blocks = ((ulong)node.Size + UnitOfBlocks - 1) / UnitOfBlocks,
            Atime = seconds,
            Mtime = seconds,
            Ctime = seconds,
            Atimensec = nanoseconds,
            Mtimensec = nanoseconds,
            Ctimensec = nanoseconds,
            Mode = folder ? Folder | shown.Mode : File | shown.FileMode,
            Nlink = 1,
            Uid = shown.Uid,
            Gid = shown.Gid,
            Blksize = PreferredRead,
        };
    }

    public FuseAttrOut Answer(in NodeStat node) => new() { AttrValid = ValidSeconds, Attr = Of(node) };

    /// <summary>The entry of a node. An absent node gives an entry without a node, which is cached as long.</summary>
    public FuseEntryOut Entry(in NodeStat node) => !node.Exists
        ? new FuseEntryOut { EntryValid = ValidSeconds }
        : new FuseEntryOut
        {
            Nodeid = node.Id.Value,
            // Spec: for the kernel, the root has generation 0.
            Generation = node.Id == NodeId.Root ? 0 : tree.VersionOf(node.Id).Generation,
            EntryValid = ValidSeconds,
            AttrValid = ValidSeconds,
            Attr = Of(node),
        };

    /// <summary>Rounds down, so that nanoseconds are not negative before 1970.</summary>
    private static (ulong Seconds, uint Nanoseconds) Time(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, Second);
        return rest < 0 ? ((ulong)(seconds - 1), (uint)(rest + Second)) : ((ulong)seconds, (uint)rest);
    }
}
