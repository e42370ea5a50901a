using OmeFs.Core;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;
using OmeFs.Fuse.Mount;
using OmeFs.Fuse.Wire;

namespace OmeFs.Fuse.Tests.Mount;

/// <summary>The kernel itself, as root: mount, list, read, refuse, unmount. The conformance suite has the rest.</summary>
public sealed class RealMountTests : IDisposable
{
    private const int Chunks = 3000, Size = 131072;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("omefs-mount-").FullName;

    private string Chunk(int x) => Path.Combine(_folder, "0/0/0/0/0", x.ToString());

    [SkippableFact]
    public async Task What_is_mounted_can_be_listed_and_read_and_is_gone_afterwards()
    {
        RequireRoot();
        using var session = await StartAsync();
        Assert.Equal(Rig.Attributes, await File.ReadAllBytesAsync(Path.Combine(_folder, ".zattrs")));
        Assert.Equal(
            Enumerable.Range(0, Chunks).Select(x => x.ToString()),
            Directory.EnumerateFiles(Path.Combine(_folder, "0/0/0/0/0")).Select(Path.GetFileName));
        var bytes = await File.ReadAllBytesAsync(Chunk(2999));
        Assert.Equal(Enumerable.Range(0, Size).Select(i => PatternStore.ByteAt(0, i)), bytes);
        Assert.Throws<IOException>(() => File.WriteAllText(Path.Combine(_folder, "new"), ""));
        session.Stop(force: false);
        await session.Completion.WaitAsync(Patience);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.Null(MountTable.At(_folder));
    }

    [SkippableFact]
    public async Task What_the_kernel_remembers_it_does_not_ask_again()
    {
        RequireRoot();
        using var session = await StartAsync();
        var folder = Path.Combine(_folder, "0/0/0/0/0");
        Assert.Equal(Chunks, Directory.EnumerateFiles(folder).Count());
        var asked = session.Requests.Total;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            Assert.Equal(Size, file.Length);
        Assert.Equal(asked, session.Requests.Total);

        Assert.False(File.Exists(Path.Combine(folder, ".zgroup")));
        _ = await File.ReadAllBytesAsync(Chunk(1));
        asked = session.Requests.Total;
        Assert.False(File.Exists(Path.Combine(folder, ".zgroup")));
        _ = await File.ReadAllBytesAsync(Chunk(1));
        Assert.Equal(asked, session.Requests.Total);
        Assert.Equal(1, session.Requests[FuseOpcode.Open]);
    }

    [SkippableFact]
    public async Task An_open_file_is_served_after_the_unmount_and_force_ends_that()
    {
        RequireRoot();
        using var session = await StartAsync();
        using var file = File.OpenHandle(Chunk(5));
        using var unread = File.OpenHandle(Chunk(6));
        session.Stop(force: false);
        Assert.Null(MountTable.At(_folder));
        var buffer = new byte[Size];
        Assert.Equal(Size, RandomAccess.Read(file, buffer, 0));
        Assert.False(session.Completion.IsCompleted);
        session.Stop(force: true);
        await session.Completion.WaitAsync(Patience);
        Assert.Throws<IOException>(() => RandomAccess.Read(unread, buffer, 0));
    }

    [SkippableFact]
    public async Task An_unmount_by_someone_else_ends_the_session_and_what_is_mounted_next_is_left_alone()
    {
        RequireRoot();
        using var mount = FuseMount.Create(Options);
        using var session = FuseSession.Start(mount, ServeProgram.Tree(Chunks, Size), new FuseOptions(), new RecordingLogger());
        await session.Ready.WaitAsync(Patience);
        Assert.Equal(UnmountResult.Done, FuseMount.Unmount(mount.Entry, lazy: false));
        await session.Completion.WaitAsync(Patience);
        using var next = await StartAsync();
        Assert.Equal(UnmountResult.Gone, mount.Unmount(lazy: true));
        Assert.Equal(Rig.Attributes, await File.ReadAllBytesAsync(Path.Combine(_folder, ".zattrs")));
    }

    [SkippableFact]
    public async Task Mountpoints_that_will_not_do_are_refused_with_the_reason()
    {
        RequireRoot();
        Refused(FaultKind.NotFound, "does not exist", Path.Combine(_folder, "absent"));
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        Refused(FaultKind.AccessRefused, "is a file", file);
        Refused(FaultKind.AccessRefused, "not empty: it has 'file'", _folder);
        File.Delete(file);
        using var session = await StartAsync();
        Refused(FaultKind.AccessRefused, "'/pattern, of chunks.tif' (type fuse.omefs)", _folder);
        Refused(FaultKind.AccessRefused, "is a mountpoint already", "/proc");
    }

    [SkippableFact]
    public void A_mount_that_nobody_serves_is_taken_away()
    {
        RequireRoot();
        FuseMount.Create(Options).Dispose();
        Assert.Null(MountTable.At(_folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [SkippableFact]
    public async Task An_idle_session_ends_at_once_when_forced()
    {
        RequireRoot();
        using var session = await StartAsync();
        using var file = File.OpenHandle(Chunk(5));
        session.Stop(force: true);
        await session.Completion.WaitAsync(TimeSpan.FromSeconds(3));
    }

    [SkippableFact]
    public async Task Thirty_two_threads_read_the_same_bytes()
    {
        RequireRoot();
        using var session = await StartAsync();
        var expected = Enumerable.Range(0, Size).Select(i => PatternStore.ByteAt(0, i)).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 32).Select(number => new Thread(() =>
        {
            for (var x = number; x < 320; x += 8)
                if (!File.ReadAllBytes(Chunk(x)).AsSpan().SequenceEqual(expected))
                    Interlocked.Increment(ref wrong);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, wrong);
    }

    [SkippableFact]
    public async Task Slow_reads_do_not_stop_the_one_reader_and_are_answered_by_other_threads()
    {
        RequireRoot();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var session = await StartAsync(new PatternStore(5000) { Gate = gate.Task }, readers: 1);
        var reads = Enumerable.Range(0, 8).Select(x => Task.Factory.StartNew(() => File.ReadAllBytes(Chunk(x)), TaskCreationOptions.LongRunning)).ToArray();
        SpinWait.SpinUntil(() => session.Requests[FuseOpcode.Read] == 8, Patience);
        Assert.Equal(Chunks, Directory.EnumerateFiles(Path.Combine(_folder, "0/0/0/0/0")).Count());
        gate.SetResult();
        for (var x = 0; x < 8; x++)
            Assert.Equal(Enumerable.Range(0, 5000).Select(i => PatternStore.ByteAt(x, i)), await reads[x].WaitAsync(Patience));
    }

    [SkippableFact]
    public async Task A_fault_is_an_error_to_the_program_and_is_over_when_the_source_is_well()
    {
        RequireRoot();
        var store = new PatternStore(5000) { Fault = new OmeFsException(FaultKind.SourceFailed, "the disk is gone") };
        using var session = await StartAsync(store, readers: 2);
        Assert.Throws<IOException>(() => File.ReadAllBytes(Chunk(3)));
        store.Fault = new OmeFsException(FaultKind.SourceChanged, "the file is another");
        Assert.Contains("Stale", Daemon.Run("cat", Chunk(3)));
        store.Fault = null;
        Assert.Equal(5000, (await File.ReadAllBytesAsync(Chunk(3))).Length);
    }

    [SkippableFact]
    public async Task A_mount_whose_daemon_was_killed_is_cleaned_by_the_next()
    {
        RequireRoot();
        using (var daemon = new Daemon(_folder, user: null))
        {
            Assert.Equal("ready", await daemon.ReadLineAsync());
            daemon.Kill();
        }
        Assert.NotNull(MountTable.At(_folder));
        using var session = await StartAsync();
        Assert.Equal(Rig.Attributes, await File.ReadAllBytesAsync(Path.Combine(_folder, ".zattrs")));
    }

    [SkippableFact]
    public async Task An_unprivileged_user_mounts_through_fusermount3()
    {
        RequireRoot();
        Skip.IfNot(Daemon.CanBeRunByAnyone, "the test program lies where other users may not read it");
        using var device = new OpenDevice();
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("777", 8));
        Assert.Equal("", Daemon.Run("chown", "65534", _folder));
        using var daemon = new Daemon(_folder, user: "65534");
        Assert.Equal("ready", await daemon.ReadLineAsync());
        Assert.Equal("/pattern, of chunks.tif", MountTable.At(_folder)?.Source);
        Assert.Equal(Chunks.ToString(), Daemon.RunAs("65534", "sh", "-c", $"ls '{_folder}/0/0/0/0/0' | wc -l").Trim());
        Assert.Equal(Size.ToString(), Daemon.RunAs("65534", "sh", "-c", $"cat '{Chunk(7)}' | wc -c").Trim());
        await daemon.StopAsync();
        Assert.Null(MountTable.At(_folder));
    }

    public void Dispose()
    {
        while (MountTable.At(_folder) is { } left)
            FuseMount.Unmount(left, lazy: true);
        Directory.Delete(_folder, recursive: true);
    }

    private MountOptions Options => new() { Mountpoint = _folder, SourceName = "/pattern, of chunks.tif" };

    private Task<FuseSession> StartAsync() => StartAsync(ServeProgram.Tree(Chunks, Size), readers: 2);

    private Task<FuseSession> StartAsync(PatternStore store, int readers)
    {
        var builder = new TreeBuilder();
        builder.AddChunks(builder.AddFolder(NodeId.Root, "0"), new ArrayShape(1, 1, 1, 1, Chunks), store);
        return StartAsync(builder.Freeze(new NodeVersion(Rig.Modified, Rig.Generation), 1), readers);
    }

    private async Task<FuseSession> StartAsync(VirtualTree tree, int readers)
    {
        var options = new FuseOptions { Readers = readers, Grace = TimeSpan.FromSeconds(30) };
        var session = FuseSession.Start(FuseMount.Create(Options), tree, options, new RecordingLogger());
        await session.Ready.WaitAsync(Patience);
        return session;
    }

    private static void Refused(FaultKind kind, string reason, string mountpoint)
    {
        var fault = Assert.Throws<OmeFsException>(() => FuseMount.Create(new MountOptions { Mountpoint = mountpoint, SourceName = "x" }));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(reason, fault.Message);
    }

    private static void RequireRoot()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Interop.Libc.EffectiveUser() == 0, "mounting with mount(2) needs root");
        Skip.IfNot(File.Exists("/dev/fuse"), "there is no /dev/fuse (modprobe fuse)");
    }

    /// <summary>/dev/fuse as every distribution has it, 0666, for as long as the test runs.</summary>
    private sealed class OpenDevice : IDisposable
    {
        private readonly UnixFileMode _before = File.GetUnixFileMode("/dev/fuse");

        public OpenDevice() => File.SetUnixFileMode("/dev/fuse", (UnixFileMode)Convert.ToInt32("666", 8));

        public void Dispose() => File.SetUnixFileMode("/dev/fuse", _before);
    }
}
