using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>A folder of the source, or the folder that an image appears as.</summary>
internal abstract class OuterNode
{
    private volatile object _found = default(ReadAccess);

    /// <summary>Given once, when the node is registered.</summary>
    public NodeId Id { get; set; }

    /// <summary>Null for the root.</summary>
    public required MirroredFolder? Parent { get; init; }

    public required string Name { get; init; }

    /// <summary>Where it lies in the source, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>As the kernel has it. A name that is not UTF-8 keeps its bytes.</summary>
    public byte[] NameBytes => field ??= NameText.BytesOf(Name);

    public NodeStat Stat => new(Id, NodeKind.Folder, 0);

    public abstract NodeVersion Version { get; }

    /// <summary>Who may read it, as its folder was read last. Its file's bits may change while it stays the same node.</summary>
    public ReadAccess Found
    {
        get => (ReadAccess)_found;
        set => _found = value;
    }

    public virtual ReadAccess Access => Found;

    /// <summary>The path from the tree's root.</summary>
    public string TreePath => Parent is null ? Name : Parent.Parent is null ? Name : $"{Parent.TreePath}/{Name}";

    /// <summary>No longer in the tree. Set under the registry's lock.</summary>
    public bool IsGone { get; set; }
}

/// <summary>A folder of the source. Nothing is known of what is in it before it is listed for the first time.</summary>
internal sealed class MirroredFolder : OuterNode
{
    private long _modified;
    private volatile FolderListing? _listing;

    /// <summary>The folder's version when it was found, of which only the inode number stays the same.</summary>
    public required SourceIdentity Identity
    {
        get;
        init
        {
            field = value;
            _modified = value.ModifiedNanoseconds;
            Inode = value.Tag;
        }
    }

    /// <summary>The inode number it had when it was read last: the source's own folder may be replaced by another. Belongs to whoever scans it.</summary>
    public ulong Inode { get; set; }

    public long ModifiedNanoseconds
    {
        get => Volatile.Read(ref _modified);
        set => Volatile.Write(ref _modified, value);
    }

    /// <summary>Generation 1 for ever: a folder's handle is good as long as there is a folder of that path.</summary>
    public override NodeVersion Version => new(ModifiedNanoseconds, 1);

    /// <summary>Null until somebody looks inside. Replaced as a whole.</summary>
    public FolderListing? Listing
    {
        get => _listing;
        set => _listing = value;
    }

    /// <summary>What was read to find the sets of this folder, so that it is not read again. Belongs to whoever scans the folder.</summary>
    public IReadOnlyDictionary<string, PeekedFile> Peeked { get; set; } = new Dictionary<string, PeekedFile>();

    /// <summary>The last attempt to list it again failed; said once. Belongs to <see cref="FolderChanges"/>.</summary>
    public bool IsStale { get; set; }

    /// <summary>Held to begin the first listing.</summary>
    public Lock FirstListing { get; } = new();

    /// <summary>The first listing, while it is being made. Under <see cref="FirstListing"/>.</summary>
    public Task<FolderListing>? Listed { get; set; }
}

/// <summary>One version of an image: a file, or the files of a set.</summary>
internal sealed class ImageFile : OuterNode
{
    private volatile object? _opened;

    /// <summary>The files of a set other than the one that names it, absolute paths.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    public required SourceIdentity Identity { get; init; }

    public override NodeVersion Version => new(Identity.ModifiedNanoseconds, Identity.Fingerprint());

    /// <summary>Opening may find more files than the listing: also those must be readable.</summary>
    public override ReadAccess Access => _opened is ReadAccess opened ? Found.With(opened) : Found;

    /// <summary>Who may read all the files that were opened; null before that.</summary>
    public ReadAccess? Opened
    {
        get => (ReadAccess?)_opened;
        set => _opened = value;
    }

    /// <summary>What <see cref="OpenImages"/> knows of it, under its lock.</summary>
    public ImageState State { get; } = new();
}
