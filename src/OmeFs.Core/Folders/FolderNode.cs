using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>A folder of the source, or the folder that an image appears as.</summary>
internal abstract class FolderNode
{
    private volatile object _found = default(ReadAccess);

    /// <summary>The node's id, set once when the node is registered.</summary>
    public NodeId Id { get; set; }

    /// <summary>Null for the root.</summary>
    public required SourceFolderNode? Parent { get; init; }

    public required string Name { get; init; }

    /// <summary>The absolute path in the source.</summary>
    public required string Path { get; init; }

    /// <summary>The name's bytes as the kernel has them, even if they are not UTF-8.</summary>
    public byte[] NameBytes => field ??= NameText.BytesOf(Name);

    public NodeStat Stat => new(Id, NodeKind.Folder, 0);

    public abstract NodeVersion Version { get; }

    /// <summary>Who may read it, as of the last scan of its folder. Permission bits may change while the node stays the same.</summary>
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

/// <summary>A folder of the source. Its content is unknown until it is listed for the first time.</summary>
internal sealed class SourceFolderNode : FolderNode
{
    private long _modified;
    private volatile FolderListing? _listing;

    /// <summary>The folder's version when it was found. Later only its inode number is still valid.</summary>
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

    /// <summary>The inode number at the last scan: the source's own folder may be replaced. Used only by the thread that scans the folder.</summary>
    public ulong Inode { get; set; }

    public long ModifiedNanoseconds
    {
        get => Volatile.Read(ref _modified);
        set => Volatile.Write(ref _modified, value);
    }

    /// <summary>Always generation 1: a folder's handle is valid as long as a folder of that path exists.</summary>
    public override NodeVersion Version => new(ModifiedNanoseconds, 1);

    /// <summary>The folder's listing; null until the first access. Replaced as a whole.</summary>
    public FolderListing? Listing
    {
        get => _listing;
        set => _listing = value;
    }

    /// <summary>The set declarations read in this folder, so that they are not read again. Used only by the thread that scans the folder.</summary>
    public IReadOnlyDictionary<string, PeekedFile> Peeked { get; set; } = new Dictionary<string, PeekedFile>();

    /// <summary>Whether the last attempt to rescan it failed; logged once. Used only by <see cref="FolderChanges"/>.</summary>
    public bool IsStale { get; set; }

    /// <summary>Held while the first listing is started.</summary>
    public Lock FirstListing { get; } = new();

    /// <summary>The task of the first listing. Guarded by <see cref="FirstListing"/>.</summary>
    public Task<FolderListing>? Listed { get; set; }
}

/// <summary>One version of an image: a file, or the files of a set.</summary>
internal sealed class ImageFile : FolderNode
{
    private volatile object? _opened;

    /// <summary>The files of a set other than the one that names it, absolute paths.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    public required SourceIdentity Identity { get; init; }

    public override NodeVersion Version => new(Identity.ModifiedNanoseconds, Identity.Fingerprint());

    /// <summary>Opening may find more files than the listing. Users must have access to those too.</summary>
    public override ReadAccess Access => _opened is ReadAccess opened ? Found.With(opened) : Found;

    /// <summary>Who may read all the files that were opened; null before that.</summary>
    public ReadAccess? Opened
    {
        get => (ReadAccess?)_opened;
        set => _opened = value;
    }

    /// <summary>The state that <see cref="OpenImages"/> keeps, under its lock.</summary>
    public ImageState State { get; } = new();
}
