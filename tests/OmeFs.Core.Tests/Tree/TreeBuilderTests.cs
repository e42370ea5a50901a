using OmeFs.Core.Arrays;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Tree;

public class TreeBuilderTests
{
    /// <summary>A row of a million chunks of which a few are there: it is listed by a few hundred questions, not by ten thousand.</summary>
    [Fact]
    public async Task Chunks_that_are_missing_are_passed_over_by_the_thousand()
    {
        const int Chunks = 1_000_000;
        var (builder, store) = (new TreeBuilder(), new SparseStore());
        builder.AddChunks(NodeId.Root, new ArrayShape(1, 1, 1, 1, Chunks), store);
        var tree = builder.Freeze(new NodeVersion(1, 2), 3);
        var row = NodeId.Root;
        for (var depth = 0; depth < ArrayShape.Rank - 1; depth++)
            row = (await tree.LookupAsync(row, "0"u8)).Id;
        var page = new TreeEntry[50];
        var (found, next) = (new List<uint>(), 0UL);
        while (await tree.ListAsync(row, next, page) is > 0 and var count)
        {
            found.AddRange(page.Take(count).Select(entry => entry.Number));
            next = page[count - 1].Ordinal + 1;
        }
        Assert.Equal(Enumerable.Range(0, Chunks).Where(SparseStore.IsThere).Select(chunk => (uint)chunk), found);
        Assert.InRange(store.Questions, 1, 1000);
    }

    private sealed class SparseStore : IChunkStore
    {
        public int Questions { get; private set; }

        public static bool IsThere(int chunk) => chunk % 99_991 == 7 || chunk is > 500_000 and < 500_200;

        public ValueTask SizesAsync(ChunkIndex first, Memory<long> sizes, CancellationToken cancellation = default)
        {
            Questions++;
            for (var i = 0; i < sizes.Length; i++)
                sizes.Span[i] = IsThere(first.X + i) ? 1 : IChunkStore.Missing;
            return ValueTask.CompletedTask;
        }

        public ValueTask<int> ReadAsync(ChunkIndex chunk, long offset, Memory<byte> buffer, CancellationToken cancellation = default) => ValueTask.FromResult(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    public void Names_that_no_file_can_have_are_refused(string name)
    {
        var fault = Assert.Throws<OmeFsException>(() => new TreeBuilder().AddFile(NodeId.Root, name, []));
        Assert.Equal(FaultKind.Bug, fault.Kind);
    }

    [Fact]
    public void Names_have_255_bytes_at_most()
    {
        var builder = new TreeBuilder();
        builder.AddFile(NodeId.Root, new string('a', 255), []);
        Assert.Throws<OmeFsException>(() => builder.AddFile(NodeId.Root, new string('a', 256), []));
        Assert.Throws<OmeFsException>(() => builder.AddFile(NodeId.Root, new string('é', 128), []));
    }

    [Fact]
    public void A_folder_added_twice_is_one_folder_but_two_files_of_one_name_are_a_fault()
    {
        var builder = new TreeBuilder();
        Assert.Equal(builder.AddFolder(NodeId.Root, "0"), builder.AddFolder(NodeId.Root, "0"));
        builder.AddFile(NodeId.Root, "a", []);
        Assert.Throws<OmeFsException>(() => builder.AddFile(NodeId.Root, "a", []));
        Assert.Throws<OmeFsException>(() => builder.AddFolder(NodeId.Root, "a"));
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, 1)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(0, 1, 1)]
    public void Grids_beyond_the_limit_are_refused(int t, int y, int x)
    {
        var builder = new TreeBuilder();
        builder.AddChunks(NodeId.Root, new ArrayShape(t, 1, 1, y, x), new ModelStore(1));
        Assert.Equal(FaultKind.LimitExceeded, Assert.Throws<OmeFsException>(() => builder.Freeze(default, 0)).Kind);
    }

    [Fact]
    public async Task A_grid_of_ten_thousand_million_chunks_costs_no_memory_for_its_chunks()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var builder = new TreeBuilder();
        builder.AddChunks(NodeId.Root, new ArrayShape(100, 10, 10, 1000, 1000), new ModelStore(1));
        var tree = builder.Freeze(default, 0);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.True(tree.NodeCount > 10_000_000_000);
        var last = NodeId.Root;
        foreach (var name in (string[])["99", "9", "9", "999"])
            last = (await tree.LookupAsync(last, System.Text.Encoding.UTF8.GetBytes(name))).Id;
        Assert.Equal("99/9/9/999", tree.PathOf(last));
    }
}
