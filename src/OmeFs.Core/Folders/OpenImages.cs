using Microsoft.Extensions.Logging;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Folders;

/// <summary>
/// Images that are open: a bounded number, each opened once however many ask for it, and closed when it has not been used the longest.
/// Safe from many threads; no lock is held while a file is read.
/// </summary>
internal sealed class OpenImages : IIdleFiles, IDisposable
{
    private readonly IImageOpener _opener;
    private readonly int _limit;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly List<OpenImage> _open = [];
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount));
    private readonly CancellationTokenSource _ended = new();

    public OpenImages(IImageOpener opener, int limit, ILogger log)
    {
        (_opener, _limit, _log) = (opener, limit, log);
        OpenFiles.Add(this);
    }

    /// <summary>How many are open, those included that are only waiting for their last reader.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Keeps an image open for as long as the lease is not disposed; false where it would have to be opened first.</summary>
    public bool TryRent(ImageFile image, out ImageLease lease)
    {
        lock (_lock)
        {
            lease = image.State.Open is { } open ? Rent(open) : default;
            return image.State.Open is not null;
        }
    }

    /// <exception cref="OmeFsException">The image cannot be shown. What no other try can mend is remembered, and not read again.</exception>
    public ValueTask<ImageLease> RentAsync(ImageFile image, CancellationToken cancellation) =>
        TryRent(image, out var lease) ? ValueTask.FromResult(lease) : new ValueTask<ImageLease>(OpenAndRentAsync(image, cancellation));

    /// <summary>The image is no longer in the tree: it is closed as soon as nobody reads it, and not opened again.</summary>
    public void Retire(ImageFile image)
    {
        lock (_lock)
        {
            image.State.Refusal = new OmeFsException(FaultKind.SourceChanged, $"{image.Path}: has changed or gone; look the image up again");
            if (image.State.Open is { } open)
                Drop(open);
        }
    }

    /// <summary>Other people may read its files now: it is closed as soon as nobody reads it, and opened again by the next.</summary>
    public void Reopen(ImageFile image)
    {
        lock (_lock)
        {
            image.Opened = null;
            if (image.State.Open is { } open)
                Drop(open);
        }
    }

    /// <summary>Closes what nobody has used for this long.</summary>
    public void CloseIdle(TimeSpan unused)
    {
        lock (_lock)
            foreach (var open in _open.Where(open => open.Uses == 0 && Environment.TickCount64 - open.UsedAt > unused.TotalMilliseconds).ToList())
                Drop(open);
    }

    /// <summary>The images that are open now.</summary>
    public IReadOnlyList<ImageFile> Snapshot()
    {
        lock (_lock)
            return [.. _open.Select(open => open.Image)];
    }

    /// <summary>Only when there is no room for another file: an image that is closed has to be read anew.</summary>
    public int CloseIdle()
    {
        lock (_lock)
        {
            var idle = _open.Where(open => open.Uses == 0).OrderBy(open => open.UsedAt).Take((_open.Count / 4) + 1).ToList();
            foreach (var open in idle)
                Drop(open);
            return idle.Count;
        }
    }

    /// <summary>What is being read is closed by its last reader.</summary>
    public void Dispose()
    {
        OpenFiles.Remove(this);
        _ended.Cancel();
        lock (_lock)
            foreach (var open in _open.ToList())
                Drop(open);
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

            // Not on this thread: it answers requests, and a file's structure may take seconds to read.
            return image.State.Opening ??= Task.Run(() => OpenAsync(image));
        }
    }

    private async Task OpenAsync(ImageFile image)
    {
        await _turns.WaitAsync(_ended.Token);
        try
        {
            var opened = await _opener.OpenAsync(image.Path, _ended.Token);
            Keep(new OpenImage(image, opened), Fault(image, opened.Tree));
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

    private void Keep(OpenImage open, OmeFsException? fault)
    {
        lock (_lock)
        {
            fault ??= _ended.IsCancellationRequested ? new OmeFsException(FaultKind.SourceFailed, "the mount is ending") : open.Image.State.Refusal;
            if (fault is null)
            {
                open.UsedAt = Environment.TickCount64;
                open.Image.Opened = open.Opened.Access;
                open.Image.State.Open = open;
                _open.Add(open);
                while (_open.Count > _limit && _open.Where(one => one.Uses == 0 && one != open).MinBy(one => one.UsedAt) is { } oldest)
                    Drop(oldest);
                FolderLog.Opened(_log, open.Image.Path, _open.Count);
                return;
            }
        }
        open.Opened.Owner.Dispose();
        throw fault;
    }

    /// <summary>The node ids of an image are made of its version: what was opened must be just that one.</summary>
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

    // No default arm: it would hide a kind that was added and forgotten here.
    private static bool IsLasting(FaultKind kind) => kind switch
    {
        FaultKind.Corrupt or FaultKind.Unsupported or FaultKind.LimitExceeded or FaultKind.Usage => true,
        FaultKind.NotFound or FaultKind.SourceChanged or FaultKind.SourceFailed or FaultKind.AccessRefused or FaultKind.Bug => false,
    };

    private ImageLease Rent(OpenImage open)
    {
        open.Uses++;
        open.UsedAt = Environment.TickCount64;
        return new ImageLease(this, open);
    }

    private void Return(OpenImage open)
    {
        lock (_lock)
            if (--open.Uses == 0 && open.IsDropped)
                Close(open);
    }

    /// <summary>Under the lock.</summary>
    private void Drop(OpenImage open)
    {
        open.Image.State.Open = null;
        open.IsDropped = true;
        _open.Remove(open);
        if (open.Uses == 0)
            Close(open);
    }

    /// <summary>Under the lock: closing a descriptor of a file that was only read waits for nothing.</summary>
    private void Close(OpenImage open)
    {
        open.Opened.Owner.Dispose();
        FolderLog.Closed(_log, open.Image.Path);
    }

    /// <summary>The right to use an image's tree until disposed, once.</summary>
    public readonly struct ImageLease(OpenImages images, OpenImage open) : IDisposable
    {
        public IVirtualTree Tree => open.Opened.Tree;

        public void Dispose() => images.Return(open);
    }
}

/// <summary>An open image. All that changes does so under the lock of <see cref="OpenImages"/>.</summary>
internal sealed class OpenImage(ImageFile image, OpenedImage opened)
{
    public ImageFile Image => image;

    public OpenedImage Opened => opened;

    public int Uses { get; set; }

    /// <summary>Milliseconds since the system's start.</summary>
    public long UsedAt { get; set; }

    public bool IsDropped { get; set; }
}

/// <summary>Where an image is on its way to being open. Under the lock of <see cref="OpenImages"/>.</summary>
internal sealed class ImageState
{
    public OpenImage? Open { get; set; }

    public Task? Opening { get; set; }

    /// <summary>Why it cannot be opened, whoever asks.</summary>
    public OmeFsException? Refusal { get; set; }
}
