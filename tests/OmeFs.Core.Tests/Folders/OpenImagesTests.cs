using System.Diagnostics;
using OmeFs.Core.Folders;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Folders;

/// <summary>How many images are open, for how long, and that nobody notices when one was closed in between.</summary>
public sealed class OpenImagesTests : IDisposable
{
    private const int Limit = 3;

    private readonly byte[] _buffer = new byte[10];
    private readonly TreeEntry[] _page = new TreeEntry[10];

    private readonly FolderRig _rig = new()
    {
        Options = new FolderTreeOptions { MaxOpenImages = Limit, Settle = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromHours(1) },
    };

    [Fact]
    public async Task A_bounded_number_is_open_and_ids_are_the_same_after_reopening()
    {
        for (var i = 0; i < 10; i++)
            _rig.Write($"i{i}.tif", $"text {i}");
        var first = new Dictionary<string, NodeStat>();
        for (var round = 0; round < 2; round++)
            for (var i = 0; i < 10; i++)
            {
                var path = $"i{i}.ome.zarr/below/deep";
                var node = await _rig.FindAsync(path);
                Assert.Equal(first.TryAdd(path, node) ? node : first[path], node);
                Assert.Equal($"text {i}", await FolderRig.ReadAsync(_rig.Tree, node.Id));
                Assert.InRange(_rig.Tree.OpenImageCount, 1, Limit);
            }
        Assert.Equal(20, _rig.Images.Opened.Count);
        Assert.Equal(20 - Limit, _rig.Images.Closed);
    }

    [Fact]
    public async Task The_one_that_was_not_used_the_longest_is_closed()
    {
        for (var i = 0; i < 5; i++)
            _rig.Write($"i{i}.tif", "x");
        await _rig.ReadAsync("i0.ome.zarr/bytes");
        for (var i = 1; i < 5; i++)
        {
            await Task.Delay(20);
            await _rig.ReadAsync($"i{i}.ome.zarr/bytes");
            await Task.Delay(20);
            await _rig.ReadAsync("i0.ome.zarr/bytes");
        }
        Assert.Single(_rig.Images.Opened, "i0.tif");
    }

    [Fact]
    public async Task An_image_that_is_being_read_is_closed_by_its_last_reader_alone()
    {
        for (var i = 0; i < 8; i++)
            _rig.Write($"i{i}.tif", "x");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var chunk = (await _rig.FindAsync("i0.ome.zarr/chunks/0/0/0/0/0")).Id;
        _rig.Images.Gate = gate.Task;
        var reads = Enumerable.Range(0, 5).Select(_ => _rig.Tree.Open(chunk).ReadAsync(0, new byte[4]).AsTask()).ToArray();
        for (var i = 1; i < 8; i++)
            await _rig.ReadAsync($"i{i}.ome.zarr/bytes");
        File.Delete(_rig["i0.tif"]);
        await _rig.ToldAsync("i0.ome.zarr");
        var closed = _rig.Images.Closed;
        Assert.All(reads, read => Assert.False(read.IsCompleted));
        gate.SetResult();
        Assert.All(await Task.WhenAll(reads), count => Assert.Equal(4, count));
        await FolderRig.UntilAsync(() => _rig.Images.Closed == closed + 1);
    }

    [Fact]
    public async Task What_nobody_uses_is_closed_in_time()
    {
        using var rig = new FolderRig
        {
            Options = new FolderTreeOptions { CloseAfter = TimeSpan.Zero, Settle = TimeSpan.FromMilliseconds(1), PollInterval = TimeSpan.FromMilliseconds(20) },
        };
        rig.Write("image.tif", "x");
        await rig.ReadAsync("image.ome.zarr/bytes");
        await FolderRig.UntilAsync(() => rig.Tree.OpenImageCount == 0);
        Assert.Equal("x", await rig.ReadAsync("image.ome.zarr/bytes"));
    }

    [Fact]
    public async Task All_are_closed_with_the_tree()
    {
        _rig.Write("a.tif", "x");
        _rig.Write("b.tif", "x");
        await _rig.ReadAsync("a.ome.zarr/bytes");
        await _rig.ReadAsync("b.ome.zarr/bytes");
        _rig.Tree.Dispose();
        Assert.Equal(2, _rig.Images.Closed);
    }

    /// <summary>A lease costs a lock and no memory; so does what is found by it.</summary>
    [SkippableFact]
    public async Task Nothing_is_allocated_per_request_of_an_open_image()
    {
        Skip.If(
            typeof(FolderTree).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false) is [DebuggableAttribute { IsJITOptimizerDisabled: true }],
            "a debug build makes an object of every async call; run with -c Release");
        _rig.Write("a/image.tif", "x");
        var file = (await _rig.FindAsync("a/image.ome.zarr/bytes")).Id;
        var image = (await _rig.FindAsync("a/image.ome.zarr")).Id;
        var folder = (await _rig.FindAsync("a")).Id;
        Assert.Equal(7 * 1_000, Ask(1_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answers = Ask(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(7 * 10_000, answers);

        long Ask(int times)
        {
            long sum = 0;
            for (var i = 0; i < times; i++)
            {
                sum += Now(_rig.Tree.StatAsync(file)).Exists ? 1 : 0;
                sum += Now(_rig.Tree.LookupAsync(image, "bytes"u8)).Exists ? 1 : 0;
                sum += Now(_rig.Tree.LookupAsync(folder, "image.ome.zarr"u8)).Exists ? 1 : 0;
                sum += Now(_rig.Tree.Open(file).ReadAsync(0, _buffer)) + Now(_rig.Tree.ListAsync(image, 0, _page));
            }
            return sum;
        }
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>The result of what must not have waited.</summary>
    private static T Now<T>(ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully)
            throw new InvalidOperationException("waited where nothing has to be waited for");
        return task.Result;
    }
}
