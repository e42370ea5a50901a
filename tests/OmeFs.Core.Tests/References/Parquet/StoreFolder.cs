using System.Text;
using OmeFs.Core.References;
using OmeFs.Core.References.Parquet;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>A temporary folder with a store of references in Parquet, its targets beside it, and a folder that it may not lead to.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly ReferenceFolder _folder = new();

    public string Root => _folder.Root;

    public string Store => Path.Join(_folder.Own, "store.parq");

    public string Write(string path, string text) => _folder.Write(path, text);

    public void WriteDocument(long recordSize, params (string Field, string Array)[] arrays)
    {
        var documents = string.Concat(arrays.Select(one => $", \"{one.Field}/.zarray\": {one.Array}"));
        Write("own/store.parq/.zmetadata", $$"""{"metadata": {".zgroup": {"zarr_format": 2}{{documents}} }, "record_size": {{recordSize}}}""");
    }

    /// <summary>A .zarray of which each chunk is one sample.</summary>
    public static string Array(string shape, string? separator = null) => $$"""
        {"zarr_format": 2, "shape": [{{shape}}], "chunks": [{{string.Join(", ", shape.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(_ => "1"))}}], "dtype": "|u1", "order": "C",
         "compressor": null, "filters": null, "fill_value": 0{{(separator is null ? "" : $", \"dimension_separator\": \"{separator}\"")}}}
        """;

    public string WriteFile(string field, long record, byte[] bytes)
    {
        var path = Path.Join(Store, field, $"refs.{record}.parq");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public async Task WriteRowsAsync(string field, long record, params Row[] rows) => WriteFile(field, record, await ParquetNet.WriteAsync(rows));

    public async Task<ParquetView> OpenAsync(ReferenceOptions? options = null)
    {
        using var source = FileSource.Open(Path.Join(Store, ParquetView.DocumentName));
        return await ParquetView.OpenAsync(source, options ?? new ReferenceOptions(), AddressOpener.Nothing, CancellationToken.None);
    }

    public static async Task<NodeStat> FindAsync(IVirtualTree tree, string path)
    {
        var stat = await tree.StatAsync(NodeId.Root);
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            stat = await tree.LookupAsync(stat.Id, Encoding.UTF8.GetBytes(name));
        return stat;
    }

    public static async Task<string> ReadAsync(IVirtualTree tree, string path)
    {
        var stat = await FindAsync(tree, path);
        Assert.Equal(NodeKind.File, stat.Kind);
        var bytes = new byte[stat.Size + 1];
        Assert.Equal((int)stat.Size, await tree.Open(stat.Id).ReadAsync(0, bytes));
        return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)stat.Size));
    }

    /// <summary>The names of a folder, listed in pages of a few.</summary>
    public static async Task<List<TreeEntry>> ListAsync(IVirtualTree tree, string path, int pageLength = 3)
    {
        var (folder, all, page, next) = (await FindAsync(tree, path), new List<TreeEntry>(), new TreeEntry[pageLength], 0UL);
        while (await tree.ListAsync(folder.Id, next, page) is > 0 and var count)
        {
            all.AddRange(page[..count]);
            next = page[count - 1].Ordinal + 1;
        }
        return all;
    }

    public static async Task<string[]> NamesAsync(IVirtualTree tree, string path) => [.. (await ListAsync(tree, path)).Select(entry => entry.Name)];

    public void Dispose() => _folder.Dispose();
}
