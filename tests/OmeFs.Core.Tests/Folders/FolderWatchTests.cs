using System.Text;
using OmeFs.Core.Folders;

namespace OmeFs.Core.Tests.Folders;

/// <summary>Keeps all threads of the pool busy, so it must not run beside other tests.</summary>
[CollectionDefinition(nameof(FolderWatchTests), DisableParallelization = true)]
public sealed class FolderWatchCollection;

/// <summary>The watch over folders goes on, whatever happens to one folder, one file, or the program.</summary>
[Collection(nameof(FolderWatchTests))]
public sealed class FolderWatchTests : IDisposable
{
    private readonly FolderRig _rig = new();

    [Fact]
    public async Task A_fault_in_one_folder_keeps_no_other_from_being_seen()
    {
        _rig.Write("bad/image.tif", "1");
        _rig.Write("good/image.tif", "1");
        var bad = (await _rig.FindAsync("bad")).Id;
        Assert.Single(await _rig.NamesAsync("bad"));
        Assert.Single(await _rig.NamesAsync("good"));
        _rig.Tree.Changed += change => _ = change.Folder == bad ? throw new InvalidOperationException("a fault of the program") : change;
        for (var round = 0; round < 3; round++)
        {
            _rig.Write($"bad/new{round}.tif", "2");
            _rig.Write($"good/new{round}.tif", "2");
            await _rig.ToldAsync($"new{round}.ome.zarr");
            await FolderRig.UntilAsync(() => _rig.NamesAsync("good").Result.Contains($"new{round}.ome.zarr"));
        }
        Assert.Single(_rig.Log, line => line.Contains("a bug in omefs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_while_looking_into_a_file_costs_its_set_alone()
    {
        _rig.Images.PeekFault = new ArgumentException("a fault of the program");
        _rig.Write("a.ome.tif", "1");
        _rig.Write("b.tif", "1");
        Assert.Equal(["a.ome.zarr", "b.ome.zarr"], await _rig.NamesAsync());
        Assert.Contains(_rig.Log, line => line.Contains("a.ome.tif", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watcher_that_throws_is_no_end()
    {
        _rig.Write("one.tif", "1");
        Assert.Single(await _rig.NamesAsync());
        _rig.Watcher.WatchFault = new InvalidOperationException("a fault of the program");
        _rig.Watcher.TellAll();
        await FolderRig.UntilAsync(() => _rig.Log.Any(line => line.Contains("a bug in omefs", StringComparison.Ordinal)));
        _rig.Watcher.WatchFault = null;
        _rig.Write("two.tif", "2");
        await _rig.ToldAsync("two.ome.zarr");
    }

    /// <summary>The new folder often has the old one's inode number, and never its watch.</summary>
    [SkippableFact]
    public async Task A_folder_that_is_removed_and_made_again_is_watched_again()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify is Linux's");
        _rig.Write("a/one.tif", "1");
        var tree = _rig.Mount(inotify: true);
        Assert.Equal(["one.ome.zarr"], await FolderRig.NamesAsync(tree, "a"));
        for (var round = 0; round < 5; round++)
        {
            Directory.Delete(_rig["a"], recursive: true);
            _rig.Write($"a/again{round}.tif", "2");
            await ShowsAsync(tree, "a", $"again{round}.ome.zarr");
            _rig.Write("a/later.tif", "3");
            await ShowsAsync(tree, "a", $"again{round}.ome.zarr later.ome.zarr");
        }
    }

    [SkippableFact]
    public async Task A_folder_that_is_moved_is_watched_at_its_new_place_and_one_in_its_old_place_too()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify is Linux's");
        _rig.Write("a/b/one.tif", "1");
        var tree = _rig.Mount(inotify: true);
        await FolderRig.NamesAsync(tree, "a");
        Assert.Equal(["one.ome.zarr"], await FolderRig.NamesAsync(tree, "a/b"));
        Directory.Move(_rig["a"], _rig["c"]);
        _rig.Write("a/b/two.tif", "2");
        await ShowsAsync(tree, "c/b", "one.ome.zarr");
        await ShowsAsync(tree, "a/b", "two.ome.zarr");
        _rig.Write("c/b/three.tif", "3");
        _rig.Write("a/b/four.tif", "4");
        await ShowsAsync(tree, "c/b", "one.ome.zarr three.ome.zarr");
        await ShowsAsync(tree, "a/b", "four.ome.zarr two.ome.zarr");
    }

    /// <summary>The source itself: another folder is put in its place, as a restored backup or a remounted share would be.</summary>
    [SkippableFact]
    public async Task The_source_is_watched_again_when_another_folder_is_put_in_its_place()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify is Linux's");
        using var rig = new FolderRig { Options = new FolderTreeOptions { Settle = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromMilliseconds(20) } };
        rig.Write("one.tif", "1");
        var tree = rig.Mount(inotify: true);
        Assert.Equal(["one.ome.zarr"], await FolderRig.NamesAsync(tree));
        Directory.Move(rig.Path, rig.Path + ".old");
        try
        {
            rig.Write("two.tif", "2");
            await ShowsAsync(tree, "", "two.ome.zarr");
            rig.Write("three.tif", "3");
            await ShowsAsync(tree, "", "three.ome.zarr two.ome.zarr");
        }
        finally
        {
            Directory.Delete(rig.Path + ".old", recursive: true);
        }
    }

    /// <summary>Decoding may keep every thread of the pool busy for long. No change may wait for one of them.</summary>
    [Fact]
    public async Task Changes_are_seen_while_no_thread_of_the_pool_is_free()
    {
        _rig.Write("one.tif", "1");
        Assert.Single(await _rig.NamesAsync());
        var release = new ManualResetEventSlim();
        for (var i = 0; i < 1_000; i++)
            ThreadPool.QueueUserWorkItem(_ => release.Wait());
        _rig.Write("two.tif", "2");
        _rig.Watcher.TellAll();
        bool Told() => _rig.Changes.Any(change => change.Name is { } name && Encoding.UTF8.GetString(name) == "two.ome.zarr");
        var seen = SpinWait.SpinUntil(Told, TimeSpan.FromSeconds(20));
        var waiting = ThreadPool.PendingWorkItemCount;
        release.Set();
        Assert.True(seen, "it was not seen");
        Assert.True(waiting > 0, "the pool had a thread to spare: the test shows nothing");
    }

    public void Dispose() => _rig.Dispose();

    private static Task ShowsAsync(FolderTree tree, string folder, string names) => FolderRig.UntilAsync(() => Names(tree, folder) == names);

    private static string Names(FolderTree tree, string folder)
    {
        var node = FolderRig.FindAsync(tree, folder).Result;
        return node.Exists ? string.Join(' ', FolderRig.NamesAsync(tree, folder).Result) : "";
    }
}
