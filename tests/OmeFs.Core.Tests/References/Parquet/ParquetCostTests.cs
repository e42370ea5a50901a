using System.Collections.Concurrent;
using System.Text;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.References.Targets;
using OmeFs.Core.References.Tree;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>What a store costs, as files that are read and as memory: a file when a key in it is asked for, once; nothing for each key.</summary>
public sealed class ParquetCostTests : IDisposable
{
    private const int Files = 10, FileRows = 100_000;

    private readonly StoreFolder _store = new();
    private readonly ConcurrentQueue<string> _read = [];

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_million_keys_are_listed_and_found_by_reading_each_file_once()
    {
        var bytes = await WriteMillionAsync();
        using var files = FilesOf(FileRows);
        var tree = await TreeAsync(files);
        Assert.Empty(_read);
        var folder = await StoreFolder.FindAsync(tree, "a");
        Assert.Empty(_read);
        Assert.Equal(Files * FileRows * 9 / 10, await CountAsync(tree, folder.Id));
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var chunk = random.Next(Files * FileRows);
            var stat = await tree.LookupAsync(folder.Id, Encoding.ASCII.GetBytes($"{chunk}"));
            Assert.Equal(chunk % 10 == 9 ? default : (NodeKind.File, (long)(chunk % 1000)), (stat.Kind, stat.Size));
        }
        Assert.Equal(Files, _read.Count);
        Assert.Equal(Files, _read.Distinct().Count());
        Assert.InRange(bytes, 1, 20_000_000);
    }

    [Fact]
    public async Task Files_that_were_read_are_let_go_of_whatever_a_store_has()
    {
        await WriteMillionAsync();
        var weight = RecordFile.Read(await File.ReadAllBytesAsync(Path.Join(_store.Store, "a", "refs.0.parq")), FileRows).Weight;
        Assert.InRange(weight, FileRows * 24, FileRows * 60);
        using var files = FilesOf(FileRows, cacheBytes: 2 * weight);
        var array = new StoreArray(0, "a", default, null!, new KeyGrid([Files * FileRows], '.'), 0);
        var groups = new List<WeakReference>();
        for (var record = 0; record < Files; record++)
            groups.Add(await ReadAsync(files, array, record));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.InRange(groups.Count(group => group.IsAlive), 0, 3);
    }

    [Fact]
    public async Task Many_readers_of_a_file_read_it_once()
    {
        _store.WriteDocument(FileRows, ("a", StoreFolder.Array($"{FileRows}")));
        await WriteFileAsync(0);
        using var files = FilesOf(FileRows);
        var tree = await TreeAsync(files);
        var folder = await StoreFolder.FindAsync(tree, "a");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
            Assert.Equal(number % 10 != 9, (await tree.LookupAsync(folder.Id, Encoding.ASCII.GetBytes($"{number}"))).Exists))));
        Assert.Single(_read);
    }

    /// <summary>Files that are not there cost nothing, however many a shape has room for.</summary>
    [Fact]
    public async Task Missing_files_are_not_looked_for()
    {
        _store.WriteDocument(1, ("a", StoreFolder.Array($"{1L << 51}")), ("b", StoreFolder.Array($"{1L << 25}, {1L << 25}", "/")));
        await _store.WriteRowsAsync("a", 1L << 40, Row.Bytes("x"));
        await _store.WriteRowsAsync("b", (5L << 25) + 7, Row.Bytes("x"));
        using var files = FilesOf(1);
        var tree = await TreeAsync(files);
        Assert.Equal([".zarray", $"{1L << 40}"], await StoreFolder.NamesAsync(tree, "a"));
        Assert.Equal(["7"], await StoreFolder.NamesAsync(tree, "b/5"));
        Assert.Empty(await StoreFolder.NamesAsync(tree, "b/6"));
        Assert.False((await StoreFolder.FindAsync(tree, "a/3")).Exists);
        Assert.Equal(2, _read.Count);
    }

    private static async Task<WeakReference> ReadAsync(RecordFiles files, StoreArray array, long record) => new(await files.GetAsync(array, record));

    private static async Task<int> CountAsync(ParquetTree tree, NodeId folder)
    {
        var (page, next, chunks) = (new TreeEntry[1000], 0UL, -1); // .zarray
        while (await tree.ListAsync(folder, next, page) is > 0 and var count)
            (next, chunks) = (page[count - 1].Ordinal + 1, chunks + count);
        return chunks;
    }

    private RecordFiles FilesOf(int rows, long cacheBytes = ParquetLimits.CacheBytes) => new(
        _store.Store,
        rows,
        (target, cancellation) =>
        {
            _read.Enqueue(target.Location);
            return LocalOpener.Named.OpenAsync(target.Address, cancellation);
        },
        cacheBytes);

    private async Task<ParquetTree> TreeAsync(RecordFiles files)
    {
        var document = StoreDocument.Read(await File.ReadAllBytesAsync(Path.Join(_store.Store, StoreDocument.FileName)), _store.Store);
        var targets = new LazyTargets(_store.Root, new SourcePolicy(_store.Root, []));
        var pool = new TargetPool(targets, (_, _) => throw new InvalidOperationException("there is nothing to open"));
        var documents = new ReferenceTree(document.Documents, new ReferenceFiles(document.Documents, pool), default, 0);
        var arrays = await StoreArrays.FindAsync(document.Documents, documents, ReferenceNodes.File(document.Documents.Count).Value, _store.Store, CancellationToken.None);
        return new ParquetTree(documents, arrays.All, (ulong)document.Documents.Count, files, new ReferenceContent(pool), targets);
    }

    /// <returns>Bytes of all files.</returns>
    private async Task<long> WriteMillionAsync()
    {
        _store.WriteDocument(FileRows, ("a", StoreFolder.Array($"{Files * FileRows}")));
        var file = await WriteFileAsync(0);
        for (var number = 1; number < Files; number++)
            _store.WriteFile("a", number, file);
        return (long)Files * file.Length;
    }

    private async Task<byte[]> WriteFileAsync(int file)
    {
        var rows = Enumerable.Range(0, FileRows).Select(chunk => chunk % 10 == 9 ? Row.Missing : new Row("data.bin", chunk + 1L, chunk % 1000));
        var written = await ParquetNet.WriteAsync([.. rows]);
        _store.WriteFile("a", file, written);
        return written;
    }
}
