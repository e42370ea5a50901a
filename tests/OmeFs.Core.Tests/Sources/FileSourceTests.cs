using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

public sealed class FileSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omefs-tests-");

    private string Path { get; }

    public FileSourceTests()
    {
        Path = System.IO.Path.Join(_folder.FullName, "data.tif");
        File.WriteAllBytes(Path, [.. Enumerable.Range(0, 1000).Select(i => (byte)i)]);
        File.SetLastWriteTimeUtc(Path, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Bytes_are_read_where_they_lie()
    {
        using var source = FileSource.Open(Path);
        Assert.Equal((Path, 1000), (source.Name, source.Length));
        Assert.Equal(1_577_934_245_000_000_000, source.Identity.ModifiedNanoseconds);
        Assert.Equal([200, 201, 202], await ReadAsync(source, 200, 3));
        Assert.Empty(await ReadAsync(source, 1000, 0));
        Assert.Equal(1000, (await ReadAsync(source, 0, 1000)).Length);
    }

    [Theory]
    [InlineData(999, 2)]
    [InlineData(1000, 1)]
    [InlineData(0, 1001)]
    [InlineData(-1, 1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 1)]
    public async Task A_range_past_the_end_is_corrupt(long offset, int length)
    {
        using var source = FileSource.Open(Path);
        await FaultAsync(FaultKind.Corrupt, source, offset, length);
    }

    [Fact]
    public async Task A_file_that_shrank_has_changed()
    {
        using var source = FileSource.Open(Path);
        using (var writer = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(100);
        await FaultAsync(FaultKind.SourceChanged, source, 500, 10);
        await FaultAsync(FaultKind.SourceChanged, source, 0, 10);
    }

    [Fact]
    public async Task A_file_that_was_written_to_has_changed()
    {
        using var source = FileSource.Open(Path);
        File.SetLastWriteTimeUtc(Path, DateTime.UtcNow);
        await FaultAsync(FaultKind.SourceChanged, source, 0, 10);
    }

    [Fact]
    public async Task A_file_that_was_replaced_has_changed()
    {
        using var source = FileSource.Open(Path);
        File.Copy(Path, Path + ".new");
        File.Move(Path + ".new", Path, overwrite: true);
        Assert.Contains("replaced", await FaultAsync(FaultKind.SourceChanged, source, 0, 10), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_deleted_goes_on_being_served()
    {
        using var source = FileSource.Open(Path);
        File.Delete(Path);
        Assert.Equal([5, 6], await ReadAsync(source, 5, 2));
    }

    [Fact]
    public void The_fingerprint_follows_from_the_version()
    {
        using var one = FileSource.Open(Path);
        using var two = FileSource.Open(Path);
        Assert.Equal(one.Identity.Fingerprint(), two.Identity.Fingerprint());
        Assert.NotEqual(one.Identity.Fingerprint(), (one.Identity with { ModifiedNanoseconds = 1 }).Fingerprint());
    }

    [Fact]
    public void What_is_not_there_is_not_found_and_a_folder_is_not_supported()
    {
        Assert.Equal(FaultKind.NotFound, Assert.Throws<OmeFsException>(() => FileSource.Open(Path + ".not")).Kind);
        Assert.Equal(FaultKind.NotFound, Assert.Throws<OmeFsException>(() => FileSource.Open(System.IO.Path.Join(_folder.FullName, "no", "file"))).Kind);
        Assert.Equal(FaultKind.Unsupported, Assert.Throws<OmeFsException>(() => FileSource.Open(_folder.FullName)).Kind);
    }

    /// <summary>Opening a pipe for reading would wait until somebody writes.</summary>
    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        var pipe = Path + ".fifo";
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
            made.WaitForExit();
        var fault = Assert.Throws<OmeFsException>(() => FileSource.Open(pipe));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains("not a regular file", fault.Message);
    }

    private static async Task<byte[]> ReadAsync(FileSource source, long offset, int length)
    {
        var buffer = new byte[length];
        await source.ReadAtAsync(offset, buffer);
        return buffer;
    }

    private static async Task<string> FaultAsync(FaultKind kind, FileSource source, long offset, int length)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => ReadAsync(source, offset, length));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(source.Name, fault.Message, StringComparison.Ordinal);
        return fault.Message;
    }
}
