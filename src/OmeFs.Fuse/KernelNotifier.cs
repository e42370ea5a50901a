using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OmeFs.Core.Tree;
using OmeFs.Fuse.Transport;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse;

/// <summary>Invalidates the kernel's cache of names and listings that have changed.</summary>
/// <remarks>
/// Uses its own thread, because the kernel may answer a notification only after users of the folder are done, and they may be waiting for the
/// sending thread. For the same reason the readers must continue until this has ended. *Measured* by its tests on Linux 6.18: a listing and an
/// absence that are cached for a day are requested again.
/// </remarks>
internal sealed class KernelNotifier : IDisposable
{
    /// <summary>Length of the queue. Arbitrary: senders wait if the kernel takes notifications more slowly.</summary>
    private const int MostWaiting = 10_000;

    private readonly IFuseTransport _transport;
    private readonly IChangingTree _tree;
    private readonly ILogger _log;
    private readonly BlockingCollection<TreeChange> _changes = new(MostWaiting);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;

    public KernelNotifier(IFuseTransport transport, IChangingTree tree, ILogger log)
    {
        (_transport, _tree, _log) = (transport, tree, log);
        _thread = new Thread(Run) { IsBackground = true, Name = "fuse notifier" };
    }

    public void Start()
    {
        _thread.Start();
        _tree.Changed += Add;
    }

    /// <summary>Drops the notifications that are still queued. Returns without waiting.</summary>
    public void Stop()
    {
        _tree.Changed -= Add;
        _stopping.Cancel();
    }

    public bool Join(TimeSpan patience) => _thread.Join(patience);

    public void Dispose() => Stop();

    private void Add(TreeChange change)
    {
        try
        {
            _changes.Add(change, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The mount is ending, so there is no kernel cache to invalidate.
        }
    }

    private void Run()
    {
        using var channel = _transport.OpenChannel();
        try
        {
            foreach (var change in _changes.GetConsumingEnumerable(_stopping.Token))
                Notify(channel, change);
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Sends one notification. ENOENT means that the kernel has nothing cached. Only errors of our own making are logged.</summary>
    private void Notify(IFuseChannel channel, TreeChange change)
    {
        var error = channel.Reply(Message(change));
        if (error is Errno.EINVAL)
            Log.NotificationRefused(_log, change.Folder.Value, error);
    }

    internal static byte[] Message(TreeChange change) => change.Name is { } name
        ? Message(FuseNotifyCode.InvalEntry, new FuseNotifyInvalEntryOut { Parent = change.Folder.Value, Namelen = (uint)name.Length }, [.. name, 0])
        : Message(FuseNotifyCode.InvalInode, new FuseNotifyInvalInodeOut { Ino = change.Folder.Value }, []);

    private static byte[] Message<T>(FuseNotifyCode code, in T body, ReadOnlySpan<byte> rest)
        where T : unmanaged
    {
        var bodyAt = Unsafe.SizeOf<FuseOutHeader>();
        var restAt = bodyAt + Unsafe.SizeOf<T>();
        var message = new byte[restAt + rest.Length];
        MemoryMarshal.Write(message, new FuseOutHeader { Len = (uint)message.Length, Error = (int)code });
        MemoryMarshal.Write(message.AsSpan(bodyAt), body);
        rest.CopyTo(message.AsSpan(restAt));
        return message;
    }
}
