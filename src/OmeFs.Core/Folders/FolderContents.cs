using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>The known contents of all folders, and their changes. Safe from many threads; no lock is held during disk reads.</summary>
/// <param name="retire">Called with each image that is no longer in the tree.</param>
/// <param name="reopen">Called with each image that stays but whose access rights changed.</param>
internal sealed class FolderContents(SourceFolderNode root, FolderScanner scanner, Action<ImageFile> retire, Action<ImageFile> reopen, ILogger log)
{
    private readonly Lock _lock = new();

    public event Action<TreeChange>? Changed;

    /// <summary>Raised before a folder is listed for the first time. From then on it must be watched.</summary>
    public event Action<SourceFolderNode>? Listing;

    /// <summary>Raised for a listed folder that no longer exists.</summary>
    public event Action<SourceFolderNode>? Gone;

    public SourceFolderNode Root { get; } = root;

    public NodeRegistry Nodes { get; } = Registry(root);

    /// <summary>The folder's listing; read from disk at the first call.</summary>
    public ValueTask<FolderListing> ListingAsync(SourceFolderNode folder, CancellationToken cancellation) =>
        folder.Listing is { } listing ? ValueTask.FromResult(listing) : new ValueTask<FolderListing>(FirstListing(folder).WaitAsync(cancellation));

    /// <summary>Reads a listed folder again and reports the changes. For one caller at a time.</summary>
    /// <exception cref="OmeFsException">The folder cannot be listed; it stays as it was.</exception>
    public async Task RescanAsync(SourceFolderNode folder, CancellationToken cancellation)
    {
        if (folder.Listing is null || folder.IsGone)
            return;
        foreach (var change in Apply(folder, await scanner.ScanAsync(folder, cancellation)))
            Changed?.Invoke(change);
    }

    private static NodeRegistry Registry(SourceFolderNode root)
    {
        var nodes = new NodeRegistry();
        nodes.Add(root, NodeId.Root);
        return nodes;
    }

    private Task<FolderListing> FirstListing(SourceFolderNode folder)
    {
        lock (folder.FirstListing)
        {
            // A failure is not cached: permissions change, and disks return.
            if (folder.Listed is null or { IsFaulted: true })
                folder.Listed = Task.Run(() => ListFirstAsync(folder));
            return folder.Listed;
        }
    }

    private async Task<FolderListing> ListFirstAsync(SourceFolderNode folder)
    {
        Listing?.Invoke(folder);
        var scan = await scanner.ScanAsync(folder, CancellationToken.None);
        Apply(folder, scan);
        return folder.Listing ?? throw new OmeFsException(FaultKind.NotFound, $"{folder.Path}: no such folder");
    }

    /// <summary>Replaces the folder's content by that of a scan. *Invariant:* a node can be found by its id as long as a listing shows it.</summary>
    private List<TreeChange> Apply(SourceFolderNode folder, FolderScan scan)
    {
        var changes = new List<TreeChange>();
        lock (_lock)
        {
            if (folder.IsGone)
                return changes;
            var before = folder.Listing?.Nodes ?? [];
            var known = before.ToDictionary(node => node.Name);
            var now = scan.Nodes.Select(found => Node(folder, found, known)).ToList();
            var readers = scan.Nodes.Zip(now).Where(pair => pair.First.Access != pair.Second.Found).Select(pair => Admit(pair.Second, pair.First.Access)).ToList();
            var gone = before.Except(now).ToList();
            var added = now.Except(before).ToList();
            var isOther = folder.Found != scan.Access || folder.ModifiedNanoseconds != scan.Identity.ModifiedNanoseconds || gone.Count + added.Count > 0;
            if (folder.Parent is null)
                folder.Found = scan.Access;
            (folder.Peeked, folder.ModifiedNanoseconds, folder.Inode) = (scan.Peeked, scan.Identity.ModifiedNanoseconds, scan.Identity.Tag);
            LogTooLong(folder.Listing?.NotShown ?? NotShown.Nothing, scan.NotShown);
            folder.Listing = new FolderListing(now, scan.NotShown);
            foreach (var node in gone)
                Remove(node, changes);
            // Invalidates the name, because everything below it must be looked up again.
            changes.AddRange(readers.Select(node => new TreeChange(node.Id, null)));
            changes.AddRange(gone.Concat(added).Concat(readers).Select(node => node.Name).Distinct().Select(name => new TreeChange(folder.Id, NameText.BytesOf(name))));

            // The listing comes last: before the names are invalidated, a reader may have cached the old listing again.
            if (isOther)
                changes.Add(new TreeChange(folder.Id, null));
            if (before.Count > 0 && gone.Count + added.Count > 0)
                FolderLog.FolderChanged(log, folder.Path, added.Count, gone.Count);
        }
        return changes;
    }

    /// <summary>Updates a node whose permission bits changed but whose content did not. It stays the same node.</summary>
    private FolderNode Admit(FolderNode node, ReadAccess access)
    {
        node.Found = access;
        if (node is ImageFile image)
            reopen(image);
        return node;
    }

    /// <summary>Logs each image once, however often its folder is rescanned.</summary>
    private void LogTooLong(NotShown before, NotShown now)
    {
        foreach (var image in now.TooLong.ExceptBy(before.TooLong.Select(known => known.Path), image => image.Path))
            FolderLog.NameTooLong(log, NotShown.Fault(image).Message);
    }

    private FolderNode Node(SourceFolderNode folder, ScannedNode found, Dictionary<string, FolderNode> known)
    {
        if (known.TryGetValue(found.Name, out var before) && found.Is(before))
            return before;
        FolderNode node = found.Form == FileForm.Folder
            ? new SourceFolderNode { Parent = folder, Name = found.Name, Path = found.Path, Identity = found.Identity, Found = found.Access }
            : new ImageFile { Parent = folder, Name = found.Name, Path = found.Path, Identity = found.Identity, Members = found.Members, Found = found.Access };

        // The old node must free its id before the new one takes it.
        if (before is SourceFolderNode)
            Nodes.Remove(before);
        Nodes.Add(node, node is ImageFile ? FolderIds.OfImage(node.TreePath, found.Identity) : FolderIds.OfFolder(node.TreePath));
        return node;
    }

    private void Remove(FolderNode node, List<TreeChange> changes)
    {
        if (!node.IsGone)
            Nodes.Remove(node);
        if (node is ImageFile image)
            retire(image);
        if (node is not SourceFolderNode { Listing: { } listing } folder)
            return;
        Gone?.Invoke(folder);
        changes.Add(new TreeChange(folder.Id, null));
        foreach (var below in listing.Nodes)
            Remove(below, changes);
    }
}
