using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>
/// Finds nodes by ids from an earlier process: NFS file handles outlive the daemon. An id does not contain a path, so folders are listed until
/// the node is found.
/// </summary>
internal sealed class FolderSearch(FolderContents contents)
{
    /// <summary>Arbitrary: requests for absent nodes must not keep the disk busy.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task _walk = Task.CompletedTask;
    private long _walkedAt = long.MinValue / 2;

    /// <summary>Searches for the node; true if it was found.</summary>
    public async ValueTask<bool> FindAsync(NodeId id, CancellationToken cancellation)
    {
        if (contents.Nodes.IsGone(id))
            return false;
        await Walk().WaitAsync(cancellation);
        return FolderIds.IsInside(id) ? contents.Nodes.Image(id) is not null : contents.Nodes.Folder(id) is not null;
    }

    private Task Walk()
    {
        lock (_lock)
        {
            if (!_walk.IsCompleted || Environment.TickCount64 - _walkedAt < Pause.TotalMilliseconds)
                return _walk;
            _walkedAt = Environment.TickCount64;
            return _walk = Task.Run(WalkAsync);
        }
    }

    private async Task WalkAsync()
    {
        var waiting = new Stack<SourceFolderNode>([contents.Root]);
        while (waiting.TryPop(out var folder))
            foreach (var below in await FoldersOfAsync(folder))
                waiting.Push(below);
    }

    private async Task<IEnumerable<SourceFolderNode>> FoldersOfAsync(SourceFolderNode folder)
    {
        try
        {
            return (await contents.ListingAsync(folder, CancellationToken.None)).Nodes.OfType<SourceFolderNode>();
        }
        catch (OmeFsException)
        {
            return []; // It cannot be listed, or does not exist: nothing in it can be requested either.
        }
    }
}
