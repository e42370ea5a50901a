using System.Text;
using OmeFs.Core.Folders;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Folders;

/// <summary>New, changed and removed files while the tree is served.</summary>
public sealed class FolderChangesTests : IDisposable
{
    private readonly FolderRig _rig = new();

    [Fact]
    public async Task A_new_file_appears_and_is_told_of_by_name_and_by_its_folder()
    {
        _rig.Write("a/one.tif", "1");
        Assert.False((await _rig.FindAsync("a/two.ome.zarr")).Exists);
        _rig.Write("a/two.tif", "2");
        await _rig.ToldAsync("two.ome.zarr");
        Assert.Equal("2", await _rig.ReadAsync("a/two.ome.zarr/bytes"));
        var folder = (await _rig.FindAsync("a")).Id;
        await FolderRig.UntilAsync(() => _rig.Changes.Contains(new TreeChange(folder, null)));
        Assert.DoesNotContain(_rig.Changes, change => change.Name is not null && Encoding.UTF8.GetString(change.Name) == "one.ome.zarr");
    }

    [Fact]
    public async Task A_removed_file_is_gone_and_its_nodes_are_stale()
    {
        _rig.Write("image.tif", "1");
        var file = (await _rig.FindAsync("image.ome.zarr/bytes")).Id;
        File.Delete(_rig["image.tif"]);
        await _rig.ToldAsync("image.ome.zarr");
        Assert.Empty(await _rig.NamesAsync());
        Assert.False((await _rig.Tree.StatAsync(file)).Exists);
        Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => FolderRig.ReadAsync(_rig.Tree, file))).Kind);
        await FolderRig.UntilAsync(() => _rig.Images.Closed == 1);
    }

    [Fact]
    public async Task A_changed_file_is_made_of_other_nodes_and_the_old_ones_are_stale()
    {
        _rig.Write("image.tif", "old");
        _rig.Write("other.tif", "other");
        var (old, other) = (await _rig.FindAsync("image.ome.zarr/bytes"), await _rig.FindAsync("other.ome.zarr/bytes"));
        Replace("image.tif", "new!");
        await _rig.ToldAsync("image.ome.zarr");
        var now = await _rig.FindAsync("image.ome.zarr/bytes");
        Assert.NotEqual(old.Id, now.Id);
        Assert.Equal("new!", await FolderRig.ReadAsync(_rig.Tree, now.Id));
        Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(() => FolderRig.ReadAsync(_rig.Tree, old.Id))).Kind);
        Assert.Equal(other, await _rig.FindAsync("other.ome.zarr/bytes"));
    }

    [Fact]
    public async Task A_broken_file_that_is_replaced_by_a_good_one_can_be_read()
    {
        _rig.Write("image.tif", "broken");
        await Assert.ThrowsAsync<OmeFsException>(() => _rig.NamesAsync("image.ome.zarr"));
        Replace("image.tif", "good now");
        await _rig.ToldAsync("image.ome.zarr");
        Assert.Equal("good now", await _rig.ReadAsync("image.ome.zarr/bytes"));
    }

    /// <summary>No watcher has told, and the reader finds out: an error, never the new bytes under the old nodes.</summary>
    [Fact]
    public async Task A_change_that_a_reader_finds_first_is_an_error_and_then_known()
    {
        _rig.Write("image.tif", "old");
        var image = (await _rig.FindAsync("image.ome.zarr")).Id;
        Replace("image.tif", "new!");
        var fault = await Assert.ThrowsAsync<OmeFsException>(async () => await _rig.Tree.LookupAsync(image, "bytes"u8));
        Assert.Equal(FaultKind.SourceChanged, fault.Kind);
        await FolderRig.UntilAsync(() => _rig.Changes.Count > 0);
        Assert.Equal("new!", await _rig.ReadAsync("image.ome.zarr/bytes"));
    }

    [Fact]
    public async Task A_removed_folder_goes_with_all_that_was_in_it()
    {
        _rig.Write("a/b/image.tif", "1");
        var image = (await _rig.FindAsync("a/b/image.ome.zarr")).Id;
        await _rig.ReadAsync("a/b/image.ome.zarr/bytes");
        Directory.Delete(_rig["a"], recursive: true);
        await _rig.ToldAsync("a");
        Assert.Empty(await _rig.NamesAsync());
        Assert.False((await _rig.Tree.StatAsync(image)).Exists);
        await FolderRig.UntilAsync(() => _rig.Images.Closed == 1);
        Assert.Equal([_rig.Path], _rig.Watcher.Watched);
    }

    [Fact]
    public async Task A_folder_that_is_replaced_by_another_of_its_name_is_listed_anew()
    {
        _rig.Write("a/one.tif", "1");
        Assert.Equal(["one.ome.zarr"], await _rig.NamesAsync("a"));
        _rig.Write("b/two.tif", "2");
        Directory.Move(_rig["a"], _rig["c"]);
        Directory.Move(_rig["b"], _rig["a"]);
        await _rig.ToldAsync("a");
        await FolderRig.UntilAsync(() => _rig.NamesAsync().Result.SequenceEqual(["a", "c"]));
        Assert.Equal(["two.ome.zarr"], await _rig.NamesAsync("a"));
        Assert.Equal(["one.ome.zarr"], await _rig.NamesAsync("c"));
    }

    [Fact]
    public async Task A_listing_goes_on_right_whatever_comes_and_goes_meanwhile()
    {
        for (var i = 0; i < 40; i++)
            _rig.Write($"keep{i}.tif", "x");
        for (var i = 0; i < 40; i++)
            _rig.Write($"drop{i}.tif", "x");
        var page = new TreeEntry[30];
        Assert.Equal(30, await _rig.Tree.ListAsync(NodeId.Root, 0, page));
        for (var i = 0; i < 40; i++)
        {
            File.Delete(_rig[$"drop{i}.tif"]);
            _rig.Write($"new{i}.tif", "x");
        }
        await _rig.ToldAsync("new39.ome.zarr");
        var rest = new TreeEntry[100];
        var count = await _rig.Tree.ListAsync(NodeId.Root, page[^1].Ordinal + 1, rest);
        var seen = page.Concat(rest[..count]).Select(entry => entry.Name).Where(name => name.StartsWith("keep", StringComparison.Ordinal)).ToArray();
        Assert.Equal(40, seen.Length);
        Assert.Equal(40, seen.Distinct().Count());
    }

    [Fact]
    public async Task Without_a_watcher_folders_and_open_images_are_polled()
    {
        using var rig = new FolderRig { Options = new FolderTreeOptions { Settle = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromMilliseconds(20) } };
        rig.Write("image.tif", "old");
        Assert.Equal("old", await rig.ReadAsync("image.ome.zarr/bytes"));
        rig.Write("new.tif", "x");
        await FolderRig.UntilAsync(() => rig.NamesAsync().Result.Contains("new.ome.zarr"));

        // In place: the folder's own time stays as it was.
        File.AppendAllText(rig["image.tif"], " and new");
        await FolderRig.UntilAsync(() => rig.Changes.Any(change => change.Name is { } name && Encoding.UTF8.GetString(name) == "image.ome.zarr"));
        Assert.Equal("old and new", await rig.ReadAsync("image.ome.zarr/bytes"));
    }

    [SkippableFact]
    public async Task Inotify_tells_of_every_kind_of_change()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify is Linux's");
        _rig.Write("a/image.tif", "1");
        _rig.Write("elsewhere", "moved");
        var tree = _rig.Mount(inotify: true);
        Assert.Equal(["image.ome.zarr"], await FolderRig.NamesAsync(tree, "a"));
        _rig.Write("a/new.tif", "2");
        await Shows(tree, "image.ome.zarr new.ome.zarr");
        File.Move(_rig["elsewhere"], _rig["a/moved.tif"]);
        await Shows(tree, "image.ome.zarr moved.ome.zarr new.ome.zarr");
        File.Delete(_rig["a/new.tif"]);
        await Shows(tree, "image.ome.zarr moved.ome.zarr");
        var before = (await FolderRig.FindAsync(tree, "a/image.ome.zarr")).Id;
        File.AppendAllText(_rig["a/image.tif"], "more");
        await FolderRig.UntilAsync(() => FolderRig.FindAsync(tree, "a/image.ome.zarr").Result.Id != before);
    }

    [Fact]
    public async Task Numbers_are_the_same_in_another_process_and_a_handle_finds_its_node_without_a_path()
    {
        _rig.Write("a/b/image.tif", "1");
        _rig.Write("image.tif", "2");
        var file = await _rig.FindAsync("a/b/image.ome.zarr/below/deep");
        var folder = await _rig.FindAsync("a/b");
        var again = _rig.Mount();
        Assert.Equal(file, await again.StatAsync(file.Id));
        Assert.Equal(folder, await again.StatAsync(folder.Id));
        Assert.Equal("1", await FolderRig.ReadAsync(again, file.Id));
        Assert.Equal(_rig.Tree.VersionOf(file.Id), again.VersionOf(file.Id));
        Assert.False((await again.StatAsync(new NodeId(file.Id.Value ^ (1UL << 50)))).Exists);
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>By another file of the name, as programs that save do.</summary>
    private void Replace(string name, string text)
    {
        _rig.Write(name + ".part", text);
        File.Move(_rig[name + ".part"], _rig[name], overwrite: true);
    }

    private static Task Shows(FolderTree tree, string names) =>
        FolderRig.UntilAsync(() => string.Join(' ', FolderRig.NamesAsync(tree, "a").Result) == names);
}
