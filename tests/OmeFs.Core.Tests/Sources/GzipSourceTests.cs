using System.IO.Compression;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

/// <summary>gzip, unpacked into a file that has no name and is gone with the process.</summary>
public sealed class GzipSourceTests : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("omefs-gzip").FullName;

    [Fact]
    public async Task Any_range_of_what_it_holds_can_be_read_and_no_file_is_to_be_seen()
    {
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        using var source = await GzipSource.OpenAsync(new MemorySource(Pack(content)));
        Assert.Contains(OpenFiles(), name => name.StartsWith(Path.Join(GzipSource.Folder, "omefs-"), StringComparison.Ordinal) && name.EndsWith(" (deleted)", StringComparison.Ordinal));
        Assert.Equal(content.Length, source.Length);
        var part = new byte[1000];
        await source.ReadAtAsync(content.Length - 1000, part);
        Assert.Equal(content[^1000..], part);
        await Assert.ThrowsAsync<OmeFsException>(async () => await source.ReadAtAsync(content.Length - 999, part));
    }

    [Fact]
    public async Task Its_beginning_is_seen_without_the_rest()
    {
        var packed = new MemorySource(Pack(new byte[400_000_000]));
        packed.Forget();
        Assert.Equal(new byte[256], (await GzipSource.StartAsync(packed, 256)).ToArray());
        Assert.InRange(packed.BytesRead, 1, packed.Length / 2);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(-20)]
    public async Task A_damaged_stream_is_corrupt(int at)
    {
        var packed = Pack([.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i >> 3))]);
        packed.AsSpan(at < 0 ? packed.Length + at : at, 8).Fill(0xFF);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => GzipSource.OpenAsync(new MemorySource(packed)));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("its gzip data are damaged or incomplete", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_changes_is_noticed_though_its_copy_does_not()
    {
        var path = Path.Combine(_scratch, "x.ome.xml.gz");
        File.WriteAllBytes(path, Pack(new byte[1000]));
        using var source = await GzipSource.OpenAsync(FileSource.Open(path));
        await source.ReadAtAsync(0, new byte[10]);
        File.WriteAllBytes(path, Pack(new byte[2000]));
        var fault = await Assert.ThrowsAsync<OmeFsException>(async () => await source.ReadAtAsync(0, new byte[10]));
        Assert.Equal(FaultKind.SourceChanged, fault.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_unpacks_to_far_more_than_it_is_long_is_refused_early(bool lies)
    {
        var packed = Pack(new byte[400_000_000]);
        if (lies)
            packed.AsSpan()[^4..].Clear(); // what gzip says of the length
        var most = UnpackLimits.OfPixels(packed.Length);
        Assert.InRange(most, 256 << 20, 400_000_000);
        var source = new MemorySource(packed);
        source.Forget();
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => GzipSource.OpenAsync(source));
        Assert.Equal(FaultKind.LimitExceeded, fault.Kind);
        Assert.Contains($"more than {most}", fault.Message, StringComparison.Ordinal);
        Assert.InRange(source.BytesRead, 1, lies ? packed.Length : packed.Length / 2);
    }

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    private static IEnumerable<string> OpenFiles() =>
        Directory.EnumerateFiles("/proc/self/fd").Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "");

    private static byte[] Pack(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(content);
        return stream.ToArray();
    }
}
