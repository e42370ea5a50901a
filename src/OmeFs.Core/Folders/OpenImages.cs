using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;
using ImageLease = OmeFs.Core.Sources.LeasePool<OmeFs.Core.Folders.ImageFile, OmeFs.Core.Folders.OpenImage>.Lease;

namespace OmeFs.Core.Folders;

/// <summary>
/// A bounded number of open images. Each is opened once, for any number of readers. Images that cannot be shown are remembered with their fault.
/// Safe from many threads; no lock is held during file reads.
/// </summary>
internal sealed class OpenImages(IImageOpener opener, int limit, ILogger log) : IDisposable
{
    private readonly LeasePool<ImageFile, OpenImage> _pool = new(limit);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));
    private readonly CancellationTokenSource _ended = new();

    /// <summary>The number of open images.</summary>
    public int Count => _pool.Count;

    /// <summary>Keeps an open image open until the lease is disposed. False if the image is not open.</summary>
    public bool TryRent(ImageFile image, out ImageLease lease) => _pool.TryLease(image, out lease);

    /// <exception cref="OmeFsException">The image cannot be shown. A permanent fault is remembered, and the file is not read again.</exception>
    public ValueTask<ImageLease> RentAsync(ImageFile image, CancellationToken cancellation) =>
        TryRent(image, out var lease) ? ValueTask.FromResult(lease) : new ValueTask<ImageLease>(OpenAndRentAsync(image, cancellation));

    /// <summary>Removes an image that is no longer in the tree. It is closed after its last reader and not opened again.</summary>
    public void Retire(ImageFile image)
    {
        lock (_lock)
        {
            image.State.Refusal = new OmeFsException(FaultKind.SourceChanged, $"{image.Path}: has changed or gone; look the image up again");
            _pool.Drop(image);
        }
    }

    /// <summary>Reopens an image whose access rights changed. It is closed after its last reader; the next reader opens it again.</summary>
    public void Reopen(ImageFile image)
    {
        lock (_lock)
        {
            image.Opened = null;
            _pool.Drop(image);
        }
    }

    /// <summary>Closes images that have been unused for this long.</summary>
    public void CloseUnused(TimeSpan time) => _pool.CloseUnused(time);

    /// <summary>The images that are open now.</summary>
    public IReadOnlyList<ImageFile> Snapshot() => _pool.Keys;

    /// <summary>Closes all images. An image that is being read is closed after its last reader.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _pool.Dispose();
    }

    private async Task<ImageLease> OpenAndRentAsync(ImageFile image, CancellationToken cancellation)
    {
        ImageLease lease;
        while (!TryRent(image, out lease))
            await OpeningOf(image).WaitAsync(cancellation);
        return lease;
    }

    private Task OpeningOf(ImageFile image)
    {
        lock (_lock)
        {
            if (image.State.Refusal is { } refusal)
                throw new OmeFsException(refusal.Kind, refusal.Message, refusal);

            // Not on this thread, which answers requests: parsing a file may take seconds.
            return image.State.Opening ??= Task.Run(() => OpenAsync(image));
        }
    }

    private async Task OpenAsync(ImageFile image)
    {
        await _turns.WaitAsync(_ended.Token);
        try
        {
            Keep(image, new OpenImage(image, await opener.OpenAsync(image.Path, _ended.Token), log));
        }
        catch (OmeFsException fault) when (IsLasting(fault.Kind))
        {
            lock (_lock)
                image.State.Refusal ??= fault;
            throw;
        }
        finally
        {
            lock (_lock)
                image.State.Opening = null;
            _turns.Release();
        }
    }

    private void Keep(ImageFile image, OpenImage opened)
    {
        var fault = Fault(image, opened.Tree);
        lock (_lock)
        {
            // Retired in the meantime.
            fault ??= image.State.Refusal;
            if (fault is null)
            {
                image.Opened = opened.Access;
                _pool.Put(image, opened).Dispose();
                FolderLog.Opened(log, image.Path, _pool.Count);
                LogNotices(image, opened.Notices);
                return;
            }
        }
        opened.Dispose();
        throw fault;
    }

    /// <summary>Not again when the image was closed and is reopened. Called under the lock.</summary>
    private void LogNotices(ImageFile image, IReadOnlyList<string> notices)
    {
        if (image.State.IsNoticed)
            return;
        image.State.IsNoticed = true;
        foreach (var notice in notices)
            FolderLog.Notice(log, image.Path, notice);
    }

    /// <summary>The node ids of an image depend on its version, so the opened version must be the listed one.</summary>
    private static OmeFsException? Fault(ImageFile image, IVirtualTree tree)
    {
        if (SetIdentity.Now(image) != image.Identity)
            return new OmeFsException(FaultKind.SourceChanged, $"{image.Path}: has changed since its folder was listed; look the image up again");
        return (ulong)tree.NodeCount <= FolderIds.MaxInner
            ? null
            : new OmeFsException(
                FaultKind.LimitExceeded,
                $"{image.Path}: has {tree.NodeCount} files and folders; an image of a folder may have {FolderIds.MaxInner}: mount the file itself");
    }

    // No default arm: it would hide a new kind that is missing here.
    private static bool IsLasting(FaultKind kind) => kind switch
    {
        FaultKind.Corrupt or FaultKind.Unsupported or FaultKind.LimitExceeded or FaultKind.Usage => true,
        FaultKind.NotFound or FaultKind.SourceChanged or FaultKind.SourceFailed or FaultKind.AccessRefused or FaultKind.Bug => false,
    };
}

/// <summary>An open image.</summary>
internal sealed class OpenImage(ImageFile image, OpenedImage opened, ILogger log) : IDisposable
{
    public IVirtualTree Tree => opened.Tree;

    public ReadAccess? Access => opened.Access;

    public IReadOnlyList<string> Notices => opened.Notices;

    public void Dispose()
    {
        opened.Owner.Dispose();
        FolderLog.Closed(log, image.Path);
    }
}

/// <summary>The opening state of an image. Guarded by the lock of <see cref="OpenImages"/>.</summary>
internal sealed class ImageState
{
    public Task? Opening { get; set; }

    /// <summary>Why it cannot be opened; every reader gets this fault.</summary>
    public OmeFsException? Refusal { get; set; }

    /// <summary>Whether its notices were logged.</summary>
    public bool IsNoticed { get; set; }
}
