using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.Tests.Sources;

/// <summary>Where a source is, taken apart once; and who opens what.</summary>
public sealed class SourceAddressTests
{
    [Theory]
    [InlineData("/data/a.tif", "a.tif", "/data")]
    [InlineData("/a.tif", "a.tif", "/")]
    [InlineData("/data/s3:/b/k.tif", "k.tif", "/data/s3:/b")]
    [InlineData("/data/10\udcb5m.tif", "10\udcb5m.tif", "/data")]
    [InlineData("/data/a%20b?.tif", "a%20b?.tif", "/data")]
    [InlineData("/", "", "/")]
    public void A_path_has_a_name_and_a_folder(string path, string name, string folder)
    {
        var address = SourceAddress.OfPath(path);
        Assert.Equal((SourceScheme.Local, path, path, name, folder), (address.Scheme, address.LocalPath, $"{address}", address.FileName, address.Folder));
    }

    [Theory]
    [InlineData("s3://bucket/a/b.tif", SourceScheme.S3, "b.tif", "s3://bucket/a")]
    [InlineData("s3://bucket/a%20b?.tif", SourceScheme.S3, "a%20b?.tif", "s3://bucket")]
    [InlineData("s3://bucket", SourceScheme.S3, "bucket", "s3://bucket")]
    [InlineData("https://host/x/a%20b.tif?signature=a/b#c", SourceScheme.Http, "a b.tif", "https://host/x")]
    [InlineData("HTTP://host/a.tif", SourceScheme.Http, "a.tif", "HTTP://host")]
    [InlineData("http://host/", SourceScheme.Http, "", "http://host")]
    [InlineData("gs://b/k.tif", SourceScheme.Other, "k.tif", "gs://b")]
    public void A_URL_has_a_scheme_a_name_and_a_folder(string url, SourceScheme scheme, string name, string folder)
    {
        var address = SourceAddress.OfUrl(url);
        Assert.Equal((scheme, null, url, name, folder), (address.Scheme, address.LocalPath, address.Text, address.FileName, address.Folder));
    }

    [Theory]
    [InlineData("s3://b/k", "s3")]
    [InlineData("S3://b/k", "s3")]
    [InlineData("c://x", "c")]
    [InlineData("/a/s3://b", null)]
    [InlineData("./s3://b", null)]
    [InlineData("://b", null)]
    [InlineData("s3:/b/k", null)]
    [InlineData("", null)]
    public void A_scheme_stands_before_the_first_slash(string text, string? scheme) => Assert.Equal(scheme, SourceAddress.SchemeOf(text));

    [Theory]
    [InlineData("s3://b/k.tif", "Mount the bucket first")]
    [InlineData("https://host/a.tif", "Download the file")]
    [InlineData("sftp://host/a.tif", "Mount the server's share first")]
    [InlineData("ipfs://x/a.tif", "Copy the file to a folder")]
    public async Task What_has_no_opener_is_refused_by_name(string url, string advice)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(async () => await AddressOpener.Nothing.OpenAsync(SourceAddress.OfUrl(url)));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.StartsWith($"{url}: omefs reads local files only so far", fault.Message, StringComparison.Ordinal);
        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A source that is somewhere else is one opener more: nothing else knows where it is.</summary>
    [Fact]
    public async Task An_address_is_opened_by_the_opener_of_its_scheme()
    {
        var opener = new AddressOpener(new Dictionary<SourceScheme, ISourceOpener> { [SourceScheme.S3] = new Bucket(), [SourceScheme.Local] = LocalOpener.Named });
        using (var opened = await opener.OpenAsync(SourceAddress.OfUrl("s3://b/x/k.tif")))
        {
            Assert.Equal(("s3://b/x/k.tif", "k.tif", 3), (opened.Source.Name, opened.Source.FileName, opened.Source.Length));
            Assert.NotNull(await opened.Folder.TryOpenAsync("other.tif"));
        }
        Assert.Equal(FaultKind.NotFound, (await Assert.ThrowsAsync<OmeFsException>(async () => await opener.OpenAsync(SourceAddress.OfPath("/gone/a.tif")))).Kind);
        Assert.Equal(FaultKind.Unsupported, (await Assert.ThrowsAsync<OmeFsException>(async () => await opener.OpenAsync(SourceAddress.OfUrl("https://h/a.tif")))).Kind);
    }

    [Fact]
    public async Task A_local_source_has_its_folder_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("omefs-tests-");
        try
        {
            var path = Path.Join(folder.FullName, "a.tif");
            File.WriteAllBytes(path, [1, 2]);
            File.WriteAllBytes(Path.Join(folder.FullName, "b.tif"), [3]);
            using var opened = await new LocalOpener(policy: null, []).OpenAsync(SourceAddress.OfPath(path));
            Assert.Equal((SourceAddress.OfPath(path), "a.tif", 2), (opened.Source.Address, opened.Source.FileName, opened.Source.Length));
            var beside = await opened.Folder.TryOpenAsync("b.tif");
            Assert.Equal(Path.Join(folder.FullName, "b.tif"), beside!.Address.LocalPath);
            Assert.Same(opened.Folder, opened.Folder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reading goes on in a target wherever it is, if somebody opens it.</summary>
    private sealed class Bucket : ISourceOpener
    {
        public bool Opens(SourceScheme scheme) => scheme == SourceScheme.S3;

        public ValueTask<OpenedSource> OpenAsync(SourceAddress address, CancellationToken cancellation = default) => ValueTask.FromResult(
            new OpenedSource(new RemoteSource(address), () => new MemoryFolder(new Dictionary<string, byte[]> { ["other.tif"] = [9] })));
    }

    private sealed class RemoteSource(SourceAddress address) : IByteSource
    {
        public SourceAddress Address => address;

        public long Length => 3;

        public SourceIdentity Identity => new(3, 0, 1);

        public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default) => ValueTask.CompletedTask;

        public void Dispose()
        {
        }
    }
}
