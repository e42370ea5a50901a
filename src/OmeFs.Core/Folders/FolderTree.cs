using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;
using ImageLease = OmeFs.Core.Sources.LeasePool<OmeFs.Core.Folders.ImageFile, OmeFs.Core.Folders.OpenImage>.Lease;

namespace OmeFs.Core.Folders;

/// <summary>
/// A folder of images as a tree of trees: folders are shown unchanged, and each image as a folder. A folder is listed, and an image opened, at
/// the first access to its content. Safe from many threads.
/// </summary>
public sealed class FolderTree : IChangingTree, INodeAccess, IDeferredContent, IDisposable
{
    private readonly FolderContents _contents;
    private readonly OpenImages _images;
    private readonly FolderChanges _changes;
    private readonly FolderSearch _search;

    /// <param name="path">Absolute path of a folder.</param>
    /// <exception cref="OmeFsException">It is not a folder, or may not be listed.</exception>
    public FolderTree(string path, IImageOpener opener, ISetReader sets, FolderTreeOptions options, ILogger log)
        : this(path, opener, sets, options, log, changed => InotifyWatcher.Create(changed, log))
    {
    }

    internal FolderTree(
        string path, IImageOpener opener, ISetReader sets, FolderTreeOptions options, ILogger log, Func<Action<SourceFolderNode?>, IFolderWatcher> watch)
    {
        var real = new RealPath(home: null).Of(path);
        var there = FileStatus.OfPath(real);
        if (there.Form != FileForm.Folder)
            throw there.Form == FileForm.Absent
                ? new OmeFsException(FaultKind.NotFound, $"{path}: no such folder")
                : new OmeFsException(FaultKind.Usage, $"{path}: is not a folder");
        _images = new OpenImages(opener, options.MaxOpenImages, log);
        var root = new SourceFolderNode { Parent = null, Name = "", Path = real, Identity = there.Identity, Found = new PathAccess().Of(real) ?? default };
        _contents = new FolderContents(root, new FolderScanner(FilePolicy.Within(real, options.AllowedFolders), new IsolatingSetReader(sets, log)), _images.Retire, _images.Reopen, log);
        _changes = new FolderChanges(_contents, _images, options, log, watch);
        _search = new FolderSearch(_contents);
    }

    public event Action<TreeChange>? Changed
    {
        add => _contents.Changed += value;
        remove => _contents.Changed -= value;
    }

    /// <summary>The total size of the images found so far, in bytes.</summary>
    public long SourceBytes => _contents.Nodes.ImageBytes;

    /// <summary>Folders and images found so far. Nodes inside images are not counted, because the images would have to be opened.</summary>
    public long NodeCount => _contents.Nodes.Count;

    /// <summary>How many images are open.</summary>
    public int OpenImageCount => _images.Count;

    public ValueTask<NodeStat> StatAsync(NodeId id, CancellationToken cancellation = default)
    {
        if (!FolderIds.IsInside(id))
            return _contents.Nodes.Folder(id) is { } folder ? ValueTask.FromResult(folder.Stat) : StatFoundAsync(id, cancellation);
        if (_contents.Nodes.Image(id) is not { } image)
            return StatFoundAsync(id, cancellation);
        return id == image.Id ? ValueTask.FromResult(image.Stat) : StatInsideAsync(image, id, cancellation);
    }

    public ValueTask<NodeStat> LookupAsync(NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation = default)
    {
        if (_contents.Nodes.Folder(folder) is { } mirrored)
            return mirrored.Listing is { } listing
                ? ValueTask.FromResult(listing.Find(name)?.Stat ?? default)
                : LookupListedAsync(mirrored, name.ToArray(), cancellation);
        if (_contents.Nodes.Image(folder) is not { } image)
            return LookupFoundAsync(folder, name.ToArray(), cancellation);
        return _images.TryRent(image, out var lease)
            ? OuterAsync(image, lease, Lookup(lease, FolderIds.Inner(folder), name, cancellation))
            : LookupInsideAsync(image, folder, name.ToArray(), cancellation);
    }

    public async ValueTask<int> ListAsync(NodeId folder, ulong ordinal, Memory<TreeEntry> page, CancellationToken cancellation = default)
    {
        if (await FolderOfAsync(folder, cancellation) is { } mirrored)
            return List(await _contents.ListingAsync(mirrored, cancellation), ordinal, page.Span);
        if (await ImageOfAsync(folder, cancellation) is not { } image)
            return 0;
        using var lease = await RentAsync(image, cancellation);
        var count = await lease.Value.Tree.ListAsync(FolderIds.Inner(folder), ordinal, page, cancellation);
        foreach (ref var entry in page.Span[..count])
            entry = entry with { Stat = Outer(image, entry.Stat) };
        return count;
    }

    public async ValueTask<NodeId> ParentOfAsync(NodeId id, CancellationToken cancellation = default)
    {
        if (await FolderOfAsync(id, cancellation) is { } folder)
            return folder.Parent?.Id ?? NodeId.Root;
        if (await ImageOfAsync(id, cancellation) is not { } image)
            return NodeId.Root;
        if (id == image.Id)
            return image.Parent!.Id;
        using var lease = await RentAsync(image, cancellation);
        return FolderIds.Outer(image.Id, await lease.Value.Tree.ParentOfAsync(FolderIds.Inner(id), cancellation));
    }

    public NodeVersion VersionOf(NodeId id) => NodeOf(id)?.Version ?? default;

    public ReadAccess AccessOf(NodeId id) => NodeOf(id)?.Access ?? default;

    /// <summary>Who may list the source's own folder.</summary>
    public ReadAccess Access => _contents.Root.Access;

    /// <summary>How many of the images found so far are not readable by all users.</summary>
    public int CountClosed() => Listed(_contents.Root).SelectMany(listing => listing.Nodes).Count(node => node is ImageFile && !node.Access.IsForEverybody);

    public FileContent Open(NodeId id) => FolderIds.IsInside(id) && FolderIds.Inner(id) != NodeId.Root ? new FileContent(this, id) : default;

    public string PathOf(NodeId id)
    {
        if (NodeOf(id) is not { } node)
            return "(gone)";
        if (node is not ImageFile image || id == image.Id || !_images.TryRent(image, out var lease))
            return node.TreePath;
        using (lease)
            return $"{image.TreePath}/{lease.Value.Tree.PathOf(FolderIds.Inner(id))}";
    }

    async ValueTask<int> IDeferredContent.ReadAsync(NodeId file, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var image = await ImageOfAsync(file, cancellation)
            ?? throw new OmeFsException(FaultKind.SourceChanged, "the image this file belongs to has changed or gone; look it up again");
        using var lease = await RentAsync(image, cancellation);
        try
        {
            return await lease.Value.Tree.Open(FolderIds.Inner(file)).ReadAsync(offset, buffer, cancellation);
        }
        catch (OmeFsException fault) when (Noted(image, fault))
        {
            throw;
        }
    }

    /// <summary>Whether a path is the folder or is below it, after links are followed.</summary>
    public bool Contains(string path) =>
        FileStatus.OfPath(path).Form != FileForm.Absent && new RealPath(home: null).TryOf(path) is { } real && $"{real}/".StartsWith(_contents.Root.Path.TrimEnd('/') + '/', StringComparison.Ordinal);

    /// <summary>Lists the root. Nothing is opened.</summary>
    /// <exception cref="OmeFsException">The folder may not be listed.</exception>
    public async Task<FolderCount> CountAsync(CancellationToken cancellation = default)
    {
        var nodes = (await _contents.ListingAsync(_contents.Root, cancellation)).Nodes;
        return new FolderCount(nodes.Count(node => node is ImageFile), nodes.Count(node => node is SourceFolderNode));
    }

    /// <summary>Entries that are not shown in the folders listed so far: kind → count. Kinds are extensions (".czi") or phrases.</summary>
    public IReadOnlyDictionary<string, int> CountNotShown() => Listed(_contents.Root).SelectMany(listing => listing.NotShown.Kinds)
        .GroupBy(kind => kind.Key).ToDictionary(kind => kind.Key, kind => kind.Sum(one => one.Value));

    /// <summary>Why images in the folders listed so far are not shown, one message per image.</summary>
    public IReadOnlyList<string> WhyNotShown() =>
        [.. Listed(_contents.Root).SelectMany(listing => listing.NotShown.TooLong).Select(image => NotShown.Fault(image).Message)];

    /// <summary>Every image below the root, in the order of their paths; folders are listed during the walk. No image is opened.</summary>
    public async IAsyncEnumerable<FolderImage> ImagesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var waiting = new Stack<FolderNode>([_contents.Root]);
        while (waiting.TryPop(out var node))
        {
            if (node is ImageFile image)
            {
                yield return new FolderImage(image.TreePath, image.Path, image.Members, image.Identity.Length, null);
                continue;
            }
            var folder = (SourceFolderNode)node;
            var (below, fault) = await BelowAsync(folder, cancellation);
            if (fault is not null)
                yield return new FolderImage(node.TreePath, node.Path, [], 0, fault);
            foreach (var tooLong in folder.Listing?.NotShown.TooLong ?? [])
                yield return new FolderImage($"{node.TreePath}/{tooLong.Name}".TrimStart('/'), tooLong.Path, tooLong.Members, tooLong.Identity.Length, NotShown.Fault(tooLong));
            foreach (var child in below.Reverse())
                waiting.Push(child);
        }
    }

    public void Dispose()
    {
        _changes.Dispose();
        _images.Dispose();
    }

    private async Task<(IEnumerable<FolderNode> Below, OmeFsException? Fault)> BelowAsync(SourceFolderNode folder, CancellationToken cancellation)
    {
        try
        {
            return ((await _contents.ListingAsync(folder, cancellation)).Nodes, null);
        }
        catch (OmeFsException fault) when (folder != _contents.Root)
        {
            return ([], fault);
        }
    }

    private static IEnumerable<FolderListing> Listed(SourceFolderNode top)
    {
        var waiting = new Stack<SourceFolderNode>([top]);
        while (waiting.TryPop(out var folder))
        {
            if (folder.Listing is not { } listing)
                continue;
            yield return listing;
            foreach (var below in listing.Nodes.OfType<SourceFolderNode>())
                waiting.Push(below);
        }
    }

    private static int List(FolderListing listing, ulong ordinal, Span<TreeEntry> page)
    {
        var rest = listing.From(ordinal);
        var count = Math.Min(rest.Length, page.Length);
        for (var i = 0; i < count; i++)
            page[i] = new TreeEntry(rest[i].Node.Stat, rest[i].Ordinal, rest[i].Node.NameBytes, 0);
        return count;
    }

    private async ValueTask<NodeStat> StatFoundAsync(NodeId id, CancellationToken cancellation) =>
        await _search.FindAsync(id, cancellation) ? await StatAsync(id, cancellation) : default;

    private async ValueTask<NodeStat> StatInsideAsync(ImageFile image, NodeId id, CancellationToken cancellation)
    {
        var lease = await RentAsync(image, cancellation);
        return await OuterAsync(image, lease, lease.Value.Tree.StatAsync(FolderIds.Inner(id), cancellation));
    }

    private async ValueTask<NodeStat> LookupFoundAsync(NodeId folder, byte[] name, CancellationToken cancellation) =>
        await _search.FindAsync(folder, cancellation) ? await LookupAsync(folder, name, cancellation) : default;

    private async ValueTask<NodeStat> LookupListedAsync(SourceFolderNode folder, byte[] name, CancellationToken cancellation) =>
        (await _contents.ListingAsync(folder, cancellation)).Find(name)?.Stat ?? default;

    private async ValueTask<NodeStat> LookupInsideAsync(ImageFile image, NodeId folder, byte[] name, CancellationToken cancellation)
    {
        var lease = await RentAsync(image, cancellation);
        return await OuterAsync(image, lease, Lookup(lease, FolderIds.Inner(folder), name, cancellation));
    }

    /// <summary>Returns a fault in the task instead of throwing it, so that the caller's await disposes the lease.</summary>
    private static ValueTask<NodeStat> Lookup(ImageLease lease, NodeId folder, ReadOnlySpan<byte> name, CancellationToken cancellation)
    {
        try
        {
            return lease.Value.Tree.LookupAsync(folder, name, cancellation);
        }
        catch (OmeFsException fault)
        {
            return ValueTask.FromException<NodeStat>(fault);
        }
    }

    private async ValueTask<NodeStat> OuterAsync(ImageFile image, ImageLease lease, ValueTask<NodeStat> inner)
    {
        using (lease)
        {
            try
            {
                return Outer(image, await inner);
            }
            catch (OmeFsException fault) when (Noted(image, fault))
            {
                throw;
            }
        }
    }

    private static NodeStat Outer(ImageFile image, NodeStat inner) => inner.Exists ? inner with { Id = FolderIds.Outer(image.Id, inner.Id) } : default;

    private async ValueTask<ImageLease> RentAsync(ImageFile image, CancellationToken cancellation)
    {
        try
        {
            return await _images.RentAsync(image, cancellation);
        }
        catch (OmeFsException fault) when (Noted(image, fault))
        {
            throw;
        }
    }

    /// <summary>Reports a changed file that a reader notices before the watcher, so that its folder is rescanned. Does not handle the fault.</summary>
    private bool Noted(ImageFile image, OmeFsException fault)
    {
        if (fault.Kind is FaultKind.SourceChanged or FaultKind.NotFound && !image.IsGone)
            _changes.Suspect(image.Parent!);
        return false;
    }

    private FolderNode? NodeOf(NodeId id) => FolderIds.IsInside(id) ? _contents.Nodes.Image(id) : _contents.Nodes.Folder(id);

    private async ValueTask<SourceFolderNode?> FolderOfAsync(NodeId id, CancellationToken cancellation) =>
        FolderIds.IsInside(id) || (_contents.Nodes.Folder(id) is null && !await _search.FindAsync(id, cancellation)) ? null : _contents.Nodes.Folder(id);

    private async ValueTask<ImageFile?> ImageOfAsync(NodeId id, CancellationToken cancellation) =>
        !FolderIds.IsInside(id) || (_contents.Nodes.Image(id) is null && !await _search.FindAsync(id, cancellation)) ? null : _contents.Nodes.Image(id);
}
