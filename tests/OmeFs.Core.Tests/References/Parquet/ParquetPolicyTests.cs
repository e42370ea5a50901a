using OmeFs.Core.References;
using OmeFs.Core.References.Parquet;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>A store may lead where a reference document beside it may lead. Its targets are judged when they are asked for.</summary>
public sealed class ParquetPolicyTests : IDisposable
{
    private readonly StoreFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("../other/secret.bin")]
    [InlineData("ROOT/other/secret.bin")]
    [InlineData("file://ROOT/other/secret.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("s3://bucket/key")]
    [InlineData("https://example.org/key")]
    public async Task A_target_that_is_not_allowed_is_listed_and_cannot_be_read(string path)
    {
        using var view = await OpenAsync(path);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ReadAsync(view.Tree, "a/0"));
        Assert.Equal(FaultKind.AccessRefused, fault.Kind);
        Assert.Contains("--allow-source", fault.Message, StringComparison.Ordinal);
        var (survey, notices) = await view.SurveyAsync(CancellationToken.None);
        Assert.True(Assert.Single(survey.Targets).Refused);
        Assert.Contains(notices, notice => notice.Contains("--allow-source", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../other/secret.bin")]
    [InlineData("file://ROOT/other/secret.bin")]
    public async Task What_the_user_allows_is_read(string path)
    {
        using var view = await OpenAsync(path, new ReferenceOptions { AllowedSources = [Path.Join(_store.Root, "other")] });
        Assert.Equal("secr", await StoreFolder.ReadAsync(view.Tree, "a/0"));
    }

    [Fact]
    public async Task A_link_that_leads_out_is_judged_when_it_is_opened()
    {
        File.CreateSymbolicLink(Path.Join(_store.Root, "own/link.bin"), Path.Join(_store.Root, "other/secret.bin"));
        using var view = await OpenAsync("link.bin");
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ReadAsync(view.Tree, "a/0"))).Kind);
    }

    [Fact]
    public async Task A_file_of_the_store_that_is_elsewhere_is_not_read()
    {
        using var view = await OpenAsync("data.bin");
        var file = Path.Join(_store.Store, "a/refs.0.parq");
        File.Move(file, Path.Join(_store.Root, "other/refs.0.parq"));
        File.CreateSymbolicLink(file, Path.Join(_store.Root, "other/refs.0.parq"));
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ReadAsync(view.Tree, "a/0"))).Kind);
    }

    [Fact]
    public async Task A_target_that_is_absent_is_no_absent_chunk()
    {
        using var view = await OpenAsync("nowhere.bin");
        Assert.Equal(FaultKind.SourceFailed, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ReadAsync(view.Tree, "a/0"))).Kind);
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(9, 4)]
    public async Task A_range_that_is_not_there_is_an_error(long offset, long size)
    {
        _store.WriteDocument(1, ("a", StoreFolder.Array("1")));
        await _store.WriteRowsAsync("a", 0, new Row("data.bin", offset, size));
        using var view = await _store.OpenAsync();
        Assert.Equal(FaultKind.Corrupt, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ReadAsync(view.Tree, "a/0"))).Kind);
    }

    /// <summary>Lookups, listings and reads fail: chunks that seem absent would be taken for pixels of the fill value.</summary>
    [Theory]
    [InlineData("damaged", FaultKind.Corrupt)]
    [InlineData("short", FaultKind.Corrupt)]
    [InlineData("gone", FaultKind.SourceChanged)]
    public async Task A_file_that_cannot_be_read_is_an_error_for_all_its_chunks(string how, FaultKind kind)
    {
        _store.WriteDocument(2, ("a", StoreFolder.Array("4")));
        await _store.WriteRowsAsync("a", 0, new Row("data.bin", 1, 1), new Row("data.bin", 2, 1));
        using var view = await _store.OpenAsync();
        Assert.False((await StoreFolder.FindAsync(view.Tree, "a/3")).Exists); // looks which files are there
        var file = Path.Join(_store.Store, "a/refs.0.parq");
        if (how == "gone")
            File.Delete(file);
        else
            await File.WriteAllBytesAsync(file, how == "short" ? await ParquetNet.WriteAsync([Row.Bytes("x")]) : [.. "PAR1"u8, 1, 2, 3]);
        foreach (var name in (string[])["a/0", "a/1"])
            Assert.Equal(kind, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.FindAsync(view.Tree, name))).Kind);
        Assert.Equal(kind, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ListAsync(view.Tree, "a"))).Kind);
    }

    [Fact]
    public async Task A_file_that_has_changed_is_not_mixed_with_what_it_was()
    {
        _store.WriteDocument(1, ("a", StoreFolder.Array("1")));
        await _store.WriteRowsAsync("a", 0, Row.Bytes("old"));
        var files = new RecordFiles(_store.Store, 1, (target, cancellation) => OmeFs.Core.Sources.Local.LocalOpener.Named.OpenAsync(target.Address, cancellation), cacheBytes: 1);
        using (files)
        {
            var array = new StoreArray(0, "a", default, null!, new KeyGrid([1], '.'), 0);
            Assert.Equal(3, (await files.GetAsync(array, 0))![0].Length);
            await _store.WriteRowsAsync("a", 0, Row.Bytes("newer"));
            Assert.Equal(FaultKind.SourceChanged, (await Assert.ThrowsAsync<OmeFsException>(async () => await files.GetAsync(array, 0))).Kind);
        }
    }

    [Theory]
    [InlineData("own/store.parq/a/refs.0.parq")]
    [InlineData("own/data.bin")]
    public async Task A_shared_mount_reads_no_file_that_is_more_closed_than_its_document(string closed)
    {
        (await OpenAsync("data.bin")).Dispose();
        foreach (var folder in (string[])["", "own", "own/store.parq", "own/store.parq/a"])
            File.SetUnixFileMode(Path.Join(_store.Root, folder), (UnixFileMode)0x1ED); // 0755
        foreach (var file in (string[])["own/store.parq/.zmetadata", "own/store.parq/a/refs.0.parq", "own/data.bin"])
            File.SetUnixFileMode(Path.Join(_store.Root, file), (UnixFileMode)0x1A4); // 0644
        using (var open = await _store.OpenAsync(new ReferenceOptions { IsShared = true }))
            Assert.Equal("2345", await StoreFolder.ReadAsync(open.Tree, "a/0"));
        File.SetUnixFileMode(Path.Join(_store.Root, closed), (UnixFileMode)0x180); // 0600
        using var view = await _store.OpenAsync(new ReferenceOptions { IsShared = true });
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => StoreFolder.ReadAsync(view.Tree, "a/0"))).Kind);
    }

    [Fact]
    public async Task Target_is_told_to_be_of_no_use()
    {
        using var view = await OpenAsync("data.bin", new ReferenceOptions { Target = "/some/file" });
        Assert.Contains("--target /some/file is not used", Assert.Single(view.Notices), StringComparison.Ordinal);
    }

    private async Task<ParquetView> OpenAsync(string path, ReferenceOptions? options = null)
    {
        _store.WriteDocument(1, ("a", StoreFolder.Array("1")));
        await _store.WriteRowsAsync("a", 0, new Row(path.Replace("ROOT", _store.Root, StringComparison.Ordinal), 2, 4));
        return await _store.OpenAsync(options);
    }
}
