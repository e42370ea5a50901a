using System.IO.Compression;
using System.Text;
using OmeFs.Composition;
using OmeFs.Core.Sources;

namespace OmeFs.Tests.Composition;

public sealed class SourceKindTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("omefs-tests-").FullName;

    [Theory]
    [InlineData("<?xml version=\"1.0\"?>", "Xml")]
    [InlineData("\uFEFF \r\n\t<OME", "Xml")]
    [InlineData("\uFEFF {", "Json")]
    [InlineData("[1]", "Json")]
    [InlineData("null", "Json")]
    [InlineData(" true\n", "Json")]
    [InlineData("-1.5e3", "Json")]
    [InlineData("\"text\"", "Json")]
    [InlineData("nullify", "Tiff")]
    [InlineData("1, 2", "Tiff")]
    [InlineData("\"a\", \"b\"", "Tiff")]
    [InlineData("\u0028\u00b5\u002f\u00fd", "JsonInZstd")]
    [InlineData("II*\0", "Tiff")]
    [InlineData("MM\0*", "Tiff")]
    [InlineData("x<OME", "Tiff")]
    [InlineData("", "Tiff")]
    public void First_bytes_tell_what_a_source_is(string start, string kind)
    {
        var bytes = start.StartsWith('\uFEFF') ? Encoding.UTF8.GetBytes(start) : Encoding.Latin1.GetBytes(start);
        Assert.Equal(Enum.Parse<SourceKind>(kind), SourceKinds.Of(bytes));
    }

    [Theory]
    [InlineData("\uFEFF <OME/>", "XmlInGzip")]
    [InlineData("{}", "JsonInGzip")]
    [InlineData("II*\0", "OtherInGzip")]
    [InlineData(null, "XmlInGzip")] // damaged: unpacking it says so
    public async Task What_is_in_gzip_is_found_out_at_once(string? content, string kind)
    {
        var path = Path.Combine(_folder, "x.gz");
        await using (var file = File.Create(path))
        {
            file.Write([0x1F, 0x8B, 8]);
            if (content is not null)
            {
                file.Position = 0;
                await using var packed = new GZipStream(file, CompressionLevel.Fastest);
                packed.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        using var source = await KnownSource.OpenAsync(SourceAddress.OfPath(path), SourceOpeners.ForNamed, default);
        Assert.Equal(Enum.Parse<SourceKind>(kind), source.Kind);
    }

    /// <summary>Each read of a source that is far away is a request.</summary>
    [Theory]
    [InlineData("II*\0........", "Tiff", 1)]
    [InlineData("{\"version\": 1}", "Json", 1)]
    public async Task A_source_is_looked_at_once(string content, string kind, int reads)
    {
        var bytes = new CountedSource(Encoding.Latin1.GetBytes(content));
        using var source = await KnownSource.OpenAsync(bytes.Address, bytes, default);
        if (source.Kind == SourceKind.Tiff)
            source.MustNotBeForeign();
        Assert.Equal((Enum.Parse<SourceKind>(kind), reads), (source.Kind, bytes.Reads));
    }

    [Fact]
    public void XML_in_UTF_16_is_XML_all_the_same()
    {
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Assert.Equal(SourceKind.Xml, SourceKinds.Of([.. encoding.GetPreamble(), .. encoding.GetBytes("<OME/>")]));
            Assert.Equal(SourceKind.Xml, SourceKinds.Of(encoding.GetBytes("<OME/>")));
            Assert.Equal(SourceKind.Json, SourceKinds.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(" {\"a\"")]));
            Assert.Equal(SourceKind.Json, SourceKinds.Of(encoding.GetBytes("{\"version\"")));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class CountedSource(byte[] bytes) : IByteSource, ISourceOpener
    {
        public int Reads { get; private set; }

        public SourceAddress Address { get; } = SourceAddress.OfUrl("s3://bucket/key");

        public long Length => bytes.Length;

        public SourceIdentity Identity => default;

        public bool Opens(SourceScheme scheme) => true;

        public ValueTask<OpenedSource> OpenAsync(SourceAddress address, CancellationToken cancellation = default) =>
            ValueTask.FromResult(new OpenedSource(this, () => NoFolder.Instance));

        public ValueTask ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken cancellation = default)
        {
            Reads++;
            bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
