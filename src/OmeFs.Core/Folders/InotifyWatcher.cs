using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace OmeFs.Core.Folders;

/// <summary>One inotify instance for all folders, read by a dedicated thread. *Spec:* inotify(7).</summary>
/// <remarks>
/// The framework's FileSystemWatcher needs an instance and a thread per folder (a user has 128 instances), or watches all folders below.
/// </remarks>
internal sealed partial class InotifyWatcher : IFolderWatcher
{
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const uint Overflow = 0x4000, Ignored = 0x8000;
    private const int BufferBytes = 64 * 1024;
    private const short Readable = 1;

    /// <summary>errno: the limits of watches, of instances, and of memory.</summary>
    private const int NoSpace = 28, TooManyFiles = 24, NoMemory = 12;

    /// <summary>modify, attrib, close after writing, moved from and to, create, delete; only for folders.</summary>
    private const uint Mask = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x1000000;

    private readonly SafeFileHandle _events;
    private readonly SafeFileHandle _stop;
    private readonly Action<SourceFolderNode?> _changed;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, SourceFolderNode> _folders = [];
    private readonly Dictionary<SourceFolderNode, int> _watches = [];
    private bool _refused;

    private InotifyWatcher(SafeFileHandle events, SafeFileHandle stop, Action<SourceFolderNode?> changed, ILogger log) =>
        (_events, _stop, _changed, _log) = (events, stop, changed, log);

    /// <param name="changed">Called with a changed folder; with null if it may be any folder.</param>
    public static IFolderWatcher Create(Action<SourceFolderNode?> changed, ILogger log)
    {
        if (!OperatingSystem.IsLinux())
            return new NoWatcher();
        var events = inotify_init1(NonBlocking | CloseOnExec);
        if (events < 0)
        {
            FolderLog.WatchRefused(log, "all folders", Marshal.GetLastPInvokeError());
            return new NoWatcher();
        }
        var watcher = new InotifyWatcher(new SafeFileHandle(events, true), new SafeFileHandle(eventfd(0, NonBlocking | CloseOnExec), true), changed, log);
        new Thread(watcher.Run) { IsBackground = true, Name = "folder watcher" }.Start();
        return watcher;
    }

    public void Watch(SourceFolderNode folder)
    {
        // Outside the lock, because the path may be on a server that does not respond.
        var (watch, error) = Add(folder.Path);
        if (watch < 0)
        {
            // Other errors are ignored: a folder that is gone or not permitted fails when it is listed.
            if (error is NoSpace or TooManyFiles or NoMemory && !Interlocked.Exchange(ref _refused, true))
                FolderLog.WatchRefused(_log, folder.Path, error);
            return;
        }
        lock (_lock)
        {
            if (_watches.TryGetValue(folder, out var before) && before != watch && _folders.GetValueOrDefault(before) == folder)
                _ = inotify_rm_watch(_events, before);
            (_folders[watch], _watches[folder]) = (folder, watch);
        }
    }

    public void Unwatch(SourceFolderNode folder)
    {
        lock (_lock)
            if (_watches.Remove(folder, out var watch) && _folders.GetValueOrDefault(watch) == folder)
                _ = inotify_rm_watch(_events, watch);
    }

    public void Dispose()
    {
        // The thread may still wait for the descriptors, so their finalizers close them when they are no longer used.
        ulong one = 1;
        RandomAccess.Write(_stop, MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in one)), 0);
    }

    private unsafe (int Watch, int Error) Add(string path)
    {
        fixed (byte* bytes = NameText.BytesOf(path + '\0'))
        {
            var watch = inotify_add_watch(_events, bytes, Mask);
            return (watch, watch < 0 ? Marshal.GetLastPInvokeError() : 0);
        }
    }

    /// <summary>An exception here would end the process. Without this thread, polling finds changes.</summary>
    private void Run()
    {
        try
        {
            TakeEvents();
        }
        catch (Exception fault)
        {
            FolderLog.WatchFault(_log, fault);
        }
    }

    private unsafe void TakeEvents()
    {
        var buffer = new byte[BufferBytes];
        Span<PollEntry> waitFor = [Entry(_events), Entry(_stop)];
        while (true)
        {
            fixed (PollEntry* first = waitFor)
                _ = poll(first, 2, -1);
            if (waitFor[1].Happened != 0)
                break;
            nint length;
            fixed (byte* start = buffer)
                length = read(_events, start, BufferBytes);
            if (length > 0)
                HandleEvents(buffer.AsSpan(0, (int)length));
        }
    }

    private void HandleEvents(ReadOnlySpan<byte> events)
    {
        var told = new HashSet<SourceFolderNode>();
        while (events.Length >= Marshal.SizeOf<EventHeader>())
        {
            var header = MemoryMarshal.Read<EventHeader>(events);
            if ((header.Mask & Overflow) != 0)
                _changed(null);
            else if (FolderOf(header.Watch, forget: (header.Mask & Ignored) != 0) is { } folder && told.Add(folder))
                _changed(folder);
            events = events[(Marshal.SizeOf<EventHeader>() + (int)header.NameLength)..];
        }
    }

    private SourceFolderNode? FolderOf(int watch, bool forget)
    {
        lock (_lock)
        {
            var folder = _folders.GetValueOrDefault(watch);
            if (forget)
                _folders.Remove(watch);
            return folder is { IsGone: false } ? folder : null;
        }
    }

    private static PollEntry Entry(SafeFileHandle handle) => new() { Descriptor = (int)handle.DangerousGetHandle(), Wanted = Readable };

    [LibraryImport("libc", SetLastError = true)]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int inotify_add_watch(SafeFileHandle events, byte* path, uint mask);

    [LibraryImport("libc")]
    private static partial int inotify_rm_watch(SafeFileHandle events, int watch);

    [LibraryImport("libc")]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport("libc")]
    private static unsafe partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static unsafe partial nint read(SafeFileHandle events, byte* buffer, nuint length);

    /// <summary>*Spec:* struct inotify_event, without the name at its end.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct EventHeader
    {
        public readonly int Watch;
        public readonly uint Mask;
        public readonly uint Cookie;
        public readonly uint NameLength;
    }

    /// <summary>*Spec:* struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    /// <summary>The watcher for systems without inotify. It watches nothing, so changes are found by polling.</summary>
    private sealed class NoWatcher : IFolderWatcher
    {
        public void Watch(SourceFolderNode folder)
        {
        }

        public void Unwatch(SourceFolderNode folder)
        {
        }

        public void Dispose()
        {
        }
    }
}
