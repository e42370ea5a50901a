using System.Globalization;
using OmeFs.Core.References;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>A store of references in Parquet is shown as fsspec's LazyReferenceMapper has it.</summary>
public sealed class ParquetStoreTests : IDisposable
{
    private static readonly Row[] Rows =
    [
        new("data.bin", 3, 4), new("./data.bin"), Row.Missing, Row.Bytes("hallo"), Row.Bytes(""), Row.Bytes("base64:aGFsbG8="), new("data.bin", 10, 0), new("data.bin", 0, 10),
    ];

    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("0", "3456")]
    [InlineData("1", "0123456789")]
    [InlineData("2", null)]
    [InlineData("3", "hallo")]
    [InlineData("4", "")]
    [InlineData("5", "hallo")]
    [InlineData("6", "")]
    [InlineData("7", "0123456789")]
    [InlineData("8", null)]
    [InlineData("00", null)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData("1.0", null)]
    [InlineData("", null)]
    public async Task A_chunk_is_what_its_row_says(string name, string? expected)
    {
        await WriteAsync();
        using var view = await _store.OpenAsync();
        if (expected is null)
            Assert.False((await view.Tree.LookupAsync((await StoreFolder.FindAsync(view.Tree, "a")).Id, System.Text.Encoding.UTF8.GetBytes(name))).Exists);
        else
            Assert.Equal(expected, await StoreFolder.ReadAsync(view.Tree, $"a/{name}"));
    }

    [Fact]
    public async Task A_listing_has_the_chunks_that_exist_with_their_exact_sizes()
    {
        await WriteAsync();
        using var view = await _store.OpenAsync();
        var entries = await StoreFolder.ListAsync(view.Tree, "a");
        Assert.Equal([".zarray", "0", "1", "3", "4", "5", "6", "7"], entries.Select(entry => entry.Name));
        Assert.Equal([4, NodeStat.UnknownSize, 5, 0, 5, 0, 10], entries.Skip(1).Select(entry => entry.Stat.Size));
        foreach (var entry in entries)
        {
            var found = await StoreFolder.FindAsync(view.Tree, $"a/{entry.Name}");
            Assert.Equal(entry.Stat.Id, found.Id);
            Assert.Equal(entry.Stat.Size == NodeStat.UnknownSize ? 10 : entry.Stat.Size, found.Size);
            Assert.Equal(found, await view.Tree.StatAsync(found.Id));
            Assert.Equal($"a/{entry.Name}", view.Tree.PathOf(found.Id));
            Assert.Equal(await StoreFolder.FindAsync(view.Tree, "a"), await view.Tree.StatAsync(await view.Tree.ParentOfAsync(found.Id)));
        }
        Assert.Equal(10, (await StoreFolder.ListAsync(view.Tree, "a"))[2].Stat.Size); // known since it was asked for
    }

    [Fact]
    public async Task A_listing_goes_on_at_any_place()
    {
        await WriteAsync();
        using var view = await _store.OpenAsync();
        var (folder, all) = (await StoreFolder.FindAsync(view.Tree, "a"), await StoreFolder.ListAsync(view.Tree, "a"));
        foreach (var entry in all)
        {
            var page = new TreeEntry[all.Count];
            var count = await view.Tree.ListAsync(folder.Id, entry.Ordinal, page);
            Assert.Equal(all.SkipWhile(one => one.Ordinal < entry.Ordinal).Select(one => one.Name), page[..count].Select(one => one.Name));
        }
    }

    /// <summary>`.zmetadata` is the file's own bytes, as in fsspec; all others are as Python's json.dumps writes them.</summary>
    [Fact]
    public async Task Documents_are_as_fsspec_shows_them()
    {
        var text = """{"metadata":{".zgroup":{"zarr_format":2},".zattrs":{"x":[1,2.50,null],"é":NaN},"g/.zgroup":{"zarr_format":2}},"record_size":10}""";
        _store.Write("own/store.parq/.zmetadata", text);
        using var view = await _store.OpenAsync();
        Assert.Equal([".zattrs", ".zgroup", ".zmetadata", "g"], await StoreFolder.NamesAsync(view.Tree, ""));
        Assert.Equal(text, await StoreFolder.ReadAsync(view.Tree, ".zmetadata"));
        Assert.Equal("""{"x": [1, 2.5, null], "\u00e9": NaN}""", await StoreFolder.ReadAsync(view.Tree, ".zattrs"));
        Assert.Equal("""{"zarr_format": 2}""", await StoreFolder.ReadAsync(view.Tree, "g/.zgroup"));
    }

    [Fact]
    public async Task Rows_are_in_the_order_of_C_and_a_file_that_is_absent_has_missing_chunks()
    {
        _store.WriteDocument(4, ("g/h/a", StoreFolder.Array("3, 5")));
        await _store.WriteRowsAsync("g/h/a", 1, [.. Enumerable.Range(4, 4).Select(Number)]);
        await _store.WriteRowsAsync("g/h/a", 3, [.. Enumerable.Range(12, 3).Select(Number)]); // the last may be short
        using var view = await _store.OpenAsync();
        Assert.Equal(["0.4", "1.0", "1.1", "1.2", "2.2", "2.3", "2.4"], (await StoreFolder.NamesAsync(view.Tree, "g/h/a"))[1..]);
        Assert.Equal("13", await StoreFolder.ReadAsync(view.Tree, "g/h/a/2.3"));
        foreach (var absent in (string[])["0.0", "1.3", "0.5", "3.0", "0", "0.0.0", "0.", ".0", "00.0"])
            Assert.False((await StoreFolder.FindAsync(view.Tree, $"g/h/a/{absent}")).Exists, absent);
    }

    /// <summary>The separator that .zarray names; fsspec itself has no key for such a chunk.</summary>
    [Fact]
    public async Task Chunks_with_slashes_are_in_folders()
    {
        _store.WriteDocument(4, ("a", StoreFolder.Array("2, 3", "/")));
        await _store.WriteRowsAsync("a", 0, Number(0), Row.Missing, Row.Missing, Number(3));
        await _store.WriteRowsAsync("a", 1, Row.Missing, Number(5), Row.Missing, Row.Missing);
        using var view = await _store.OpenAsync();
        Assert.Equal([".zarray", "0", "1"], await StoreFolder.NamesAsync(view.Tree, "a"));
        Assert.Equal(["0"], await StoreFolder.NamesAsync(view.Tree, "a/0"));
        Assert.Equal(["0", "2"], await StoreFolder.NamesAsync(view.Tree, "a/1"));
        Assert.Equal("5", await StoreFolder.ReadAsync(view.Tree, "a/1/2"));
        var chunk = await StoreFolder.FindAsync(view.Tree, "a/1/2");
        Assert.Equal("a/1/2", view.Tree.PathOf(chunk.Id));
        Assert.Equal((await StoreFolder.FindAsync(view.Tree, "a/1")).Id, await view.Tree.ParentOfAsync(chunk.Id));
        Assert.False((await StoreFolder.FindAsync(view.Tree, "a/0.0")).Exists);
        Assert.False((await StoreFolder.FindAsync(view.Tree, "a/2")).Exists);
        Assert.False((await StoreFolder.FindAsync(view.Tree, "a/1/2/0")).Exists);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("0", "")]
    [InlineData("3, 0", "")]
    public async Task An_array_without_axes_has_one_chunk_and_an_empty_one_none(string shape, string names)
    {
        _store.WriteDocument(1, ("a", StoreFolder.Array(shape)));
        await _store.WriteRowsAsync("a", 0, Number(0));
        using var view = await _store.OpenAsync();
        Assert.Equal(names, string.Join(' ', (await StoreFolder.NamesAsync(view.Tree, "a"))[1..]));
    }

    [Theory]
    [InlineData("""{"metadata": {}, "record_size": 0}""", FaultKind.Corrupt)]
    [InlineData("""{"metadata": {}, "record_size": -1}""", FaultKind.Corrupt)]
    [InlineData("""{"metadata": {}, "record_size": "many"}""", FaultKind.Corrupt)]
    [InlineData("""{"metadata": [], "record_size": 1}""", FaultKind.Corrupt)]
    [InlineData("""{"record_size": 1}""", FaultKind.Corrupt)]
    [InlineData("""{"metadata": {""", FaultKind.Corrupt)]
    [InlineData("[]", FaultKind.Corrupt)]
    [InlineData(
        """
        {"metadata": {"a/zarr.json": {"zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "uint8", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape":
         [2]}}, "chunk_key_encoding": {"name": "default"}, "codecs": ["bytes"]}}, "record_size": 1}
        """,
        FaultKind.Unsupported)]
    [InlineData("""{"metadata": {"a/.zarray": {"shape": [9000000000000000000, 9], "chunks": [1, 1], "dtype": "|u1"}}, "record_size": 1}""", FaultKind.LimitExceeded)]
    [InlineData("""{"metadata": {"a/.zarray": {"shape": [9], "chunks": [1], "dtype": "|u1"}, "a/4": {}}, "record_size": 1}""", FaultKind.Corrupt)]
    public async Task A_document_that_makes_no_sense_is_refused(string document, FaultKind kind)
    {
        _store.Write("own/store.parq/.zmetadata", document);
        Assert.Equal(kind, (await Assert.ThrowsAsync<OmeFsException>(() => _store.OpenAsync())).Kind);
    }

    [Fact]
    public async Task Names_that_cannot_be_paths_are_left_out_and_told()
    {
        _store.Write("own/store.parq/.zmetadata", """{"metadata": {"../other/.zarray": {"shape": [9], "chunks": [1], "dtype": "|u1"}, "b/.zarray": {}, ".zgroup": {}}, "record_size": 1}""");
        using var view = await _store.OpenAsync();
        Assert.Equal([".zgroup", ".zmetadata", "b"], await StoreFolder.NamesAsync(view.Tree, ""));
        Assert.Equal(2, view.Notices.Count);
    }

    [Fact]
    public async Task Keys_are_counted_as_those_of_a_document_are()
    {
        await WriteAsync();
        using var view = await _store.OpenAsync();
        var (survey, notices) = await view.SurveyAsync(CancellationToken.None);
        Assert.Empty(notices);
        Assert.Equal((4, 14, 6), (survey.Virtual, survey.VirtualBytes, survey.Inline)); // 3 documents, 3 chunks
        var array = Assert.Single(survey.Arrays);
        Assert.Equal(("a", 2, 4L, 3L, 2L), (array.Path, array.ZarrFormat, array.Virtual, array.Inline, array.Missing));
        Assert.Equal((4L, 14L), (Assert.Single(survey.Targets).Keys, survey.Targets[0].Bytes));
    }

    [Fact]
    public async Task Strict_reads_all_and_refuses_what_cannot_be_read()
    {
        await WriteAsync();
        File.SetLastWriteTimeUtc(Path.Join(_store.Store, "..", "data.bin"), DateTime.UtcNow.AddDays(-1));
        (await _store.OpenAsync(new ReferenceOptions { Strict = true })).Dispose();
        await _store.WriteRowsAsync("a", 0, [new Row("nowhere.bin", 0, 4), .. Rows[1..]]);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => _store.OpenAsync(new ReferenceOptions { Strict = true }));
        Assert.Contains("nowhere.bin", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>`omefs index` writes the key, so a store that fsspec makes of such references has it. fsspec shows the store's own file.</summary>
    [Fact]
    public async Task Consolidated_metadata_among_the_documents_gives_way_to_the_stores_own_file()
    {
        const string document = """{"metadata": {".zmetadata": {"metadata": {}, "zarr_consolidated_format": 1}, ".zgroup": {"zarr_format": 2}}, "record_size": 4}""";
        _store.Write("own/store.parq/.zmetadata", document);
        using var view = await _store.OpenAsync(new ReferenceOptions { Strict = true });
        Assert.Empty(view.Notices);
        Assert.Equal(document, await StoreFolder.ReadAsync(view.Tree, ".zmetadata"));
    }

    private static Row Number(int number) => Row.Bytes(number.ToString(CultureInfo.InvariantCulture));

    private async Task WriteAsync()
    {
        _store.WriteDocument(Rows.Length, ("a", StoreFolder.Array("9")));
        await _store.WriteRowsAsync("a", 0, Rows);
    }
}
