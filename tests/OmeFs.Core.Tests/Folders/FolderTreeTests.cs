using OmeFs.Core.Folders;

namespace OmeFs.Core.Tests.Folders;

/// <summary>A folder as a tree of trees: what is shown, and that nothing is opened before it is looked at.</summary>
public sealed class FolderTreeTests : IDisposable
{
    private readonly FolderRig _rig = new();

    [Fact]
    public async Task A_listing_opens_nothing()
    {
        for (var i = 0; i < 2_000; i++)
            _rig.Write($"image{i:0000}.tif", "x");
        Assert.Equal(2_000, (await _rig.NamesAsync()).Length);
        Assert.True((await _rig.FindAsync("image1234.ome.zarr")).Exists);
        Assert.Empty(_rig.Images.Opened);
        Assert.Empty(_rig.Images.Peeked);
        Assert.Equal("x", await _rig.ReadAsync("image1234.ome.zarr/bytes"));
        Assert.Equal(["image1234.tif"], _rig.Images.Opened);
    }

    [Fact]
    public async Task Folders_are_mirrored_and_listed_when_somebody_looks_inside()
    {
        _rig.Write("a/b/c.tif", "deep");
        _rig.Write("top.tif", "top");
        Assert.Equal(["a", "top.ome.zarr"], await _rig.NamesAsync());
        Assert.Equal([_rig.Path], _rig.Watcher.Watched);
        Assert.Equal("deep", await _rig.ReadAsync("a/b/c.ome.zarr/below/deep"));
        Assert.Equal(["below", "bytes", "chunks"], await _rig.NamesAsync("top.ome.zarr"));
        Assert.False((await _rig.FindAsync("a/x")).Exists);
    }

    [Fact]
    public async Task What_is_no_image_is_not_shown()
    {
        _rig.Write("image.tif", "x");
        _rig.Write("notes.txt", "x");
        _rig.Write(".hidden.tif", "x");
        _rig.Write(".folder/image.tif", "x");
        _rig.Write("done.ome.zarr/.zattrs", "{}");
        Commands("mkfifo", _rig["pipe.tif"]);
        Assert.Equal(["image.ome.zarr"], await _rig.NamesAsync());
    }

    [Fact]
    public async Task Links_to_files_are_followed_inside_the_source_and_links_to_folders_never()
    {
        _rig.Write("a/image.tif", "x");
        File.CreateSymbolicLink(_rig["inside.tif"], "a/image.tif");
        File.CreateSymbolicLink(_rig["outside.tif"], "/etc/passwd");
        File.CreateSymbolicLink(_rig["nowhere.tif"], "gone.tif");
        Directory.CreateSymbolicLink(_rig["a/loop"], "..");
        Assert.Equal(["a", "inside.ome.zarr"], await _rig.NamesAsync());
        Assert.Equal(["image.ome.zarr"], await _rig.NamesAsync("a"));
        Assert.Equal("x", await _rig.ReadAsync("inside.ome.zarr/bytes"));
    }

    [Fact]
    public async Task Nodes_know_their_parents_paths_and_versions()
    {
        _rig.Write("a/image.tif", "x");
        var path = "a/image.ome.zarr/below/deep";
        var node = await _rig.FindAsync(path);
        Assert.Equal(path, _rig.Tree.PathOf(node.Id));
        for (var parts = path; parts.Length > 0;)
        {
            parts = Path.GetDirectoryName(parts)!;
            node = await _rig.Tree.StatAsync(await _rig.Tree.ParentOfAsync(node.Id));
            Assert.Equal(await _rig.FindAsync(parts), node);
        }
        var modified = (File.GetLastWriteTimeUtc(_rig["a/image.tif"]) - DateTime.UnixEpoch).Ticks * 100;
        Assert.InRange(_rig.Tree.VersionOf((await _rig.FindAsync(path)).Id).ModifiedNanoseconds, modified, modified + 99);
        Assert.Equal(1, _rig.Tree.SourceBytes);
    }

    [Fact]
    public async Task Many_who_look_at_once_open_an_image_once()
    {
        _rig.Write("image.tif", "x");
        var folder = (await _rig.FindAsync("image.ome.zarr")).Id;
        var nodes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await _rig.Tree.LookupAsync(folder, "bytes"u8))));
        Assert.All(nodes, node => Assert.True(node.Exists));
        Assert.Single(_rig.Images.Opened);
    }

    [Fact]
    public async Task A_broken_image_is_read_once_and_spoils_no_other()
    {
        _rig.Write("bad.tif", "broken");
        _rig.Write("good.tif", "good");
        Assert.Equal(["bad.ome.zarr", "good.ome.zarr"], await _rig.NamesAsync());
        for (var i = 0; i < 3; i++)
            Assert.Equal(FaultKind.Corrupt, (await Assert.ThrowsAsync<OmeFsException>(() => _rig.NamesAsync("bad.ome.zarr"))).Kind);
        Assert.Equal("good", await _rig.ReadAsync("good.ome.zarr/bytes"));
        Assert.Equal(["bad.tif", "good.tif"], _rig.Images.Opened);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again()
    {
        _rig.Write("image.tif", "away");
        for (var i = 0; i < 3; i++)
            Assert.Equal(FaultKind.SourceFailed, (await Assert.ThrowsAsync<OmeFsException>(() => _rig.NamesAsync("image.ome.zarr"))).Kind);
        Assert.Equal(3, _rig.Images.Opened.Count);
    }

    [Fact]
    public async Task An_image_with_too_many_nodes_is_refused_and_says_what_to_do()
    {
        _rig.Write("image.tif", "huge");
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => _rig.NamesAsync("image.ome.zarr"));
        Assert.Equal(FaultKind.LimitExceeded, fault.Kind);
        Assert.Contains("mount the file itself", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _rig.Images.Closed);
    }

    [Fact]
    public async Task A_source_that_is_no_folder_is_refused()
    {
        _rig.Write("image.tif", "x");
        Assert.Throws<OmeFsException>(() => new FolderTree(_rig["image.tif"], _rig.Images, _rig.Images, _rig.Options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        Assert.True(_rig.Tree.Contains(_rig["image.tif"]) && _rig.Tree.Contains(_rig.Path) && !_rig.Tree.Contains("/") && !_rig.Tree.Contains(_rig.Path + "x"));
        Assert.Equal(new FolderCount(1, 0), await _rig.Tree.CountAsync());
    }

    [Fact]
    public async Task All_images_below_are_told_in_the_order_of_their_paths()
    {
        _rig.Write("b.tif", "x");
        _rig.Write("a/z.tif", "xy");
        _rig.Write("a/y.tif", "xyz");
        var images = new List<FolderImage>();
        await foreach (var image in _rig.Tree.ImagesAsync())
            images.Add(image);
        Assert.Equal(["a/y.ome.zarr 3", "a/z.ome.zarr 2", "b.ome.zarr 1"], images.Select(image => $"{image.TreePath} {image.Bytes}"));
        Assert.Empty(_rig.Images.Opened);
    }

    public void Dispose() => _rig.Dispose();

    private static void Commands(string program, string argument)
    {
        using var process = System.Diagnostics.Process.Start(program, argument);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
