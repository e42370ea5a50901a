using System.Buffers.Binary;
using OmeFs.Core.BinData;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.BinData;

/// <summary>What BinData cost, counted in bytes of the source.</summary>
public class BinDataCostTests
{
    [Fact]
    public async Task Opening_reads_every_byte_once()
    {
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(1000, 3000, "uint8", TestDocument.BinData(TestDocument.Bytes(3_000_000))));
        Assert.Equal(document.Source.Length, document.Source.BytesRead);
    }

    [Fact]
    public async Task XML_that_is_no_OME_XML_is_not_read_to_its_end()
    {
        var source = new MemorySource(System.Text.Encoding.UTF8.GetBytes("<svg>" + new string(' ', 5_000_000) + "</svg>"), "x.xml");
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => OmeXmlFile.OpenAsync(source));
        Assert.Equal("x.xml: the root element is 'svg', expected OME", fault.Message);
        Assert.InRange(source.BytesRead, 5, source.Length / 4);
    }

    [Fact]
    public async Task A_part_of_an_uncompressed_chunk_reads_only_its_base64()
    {
        var samples = TestDocument.Bytes(6_000_000);
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(1000, 3000, "uint16", TestDocument.BinData(samples)));
        document.Source.Forget();
        var part = new byte[1200];
        Assert.Equal(1200, await document.Array.Chunks.ReadAsync(new ChunkIndex(0, 0, 0, 3, 0), 300, part));
        Assert.Equal(samples.AsSpan((3 * 524 * 2000) + 300, 1200).ToArray(), part);
        Assert.InRange(document.Source.BytesRead, 1600, 1608);
    }

    [Theory]
    [InlineData(0, 8000)]
    [InlineData(1, 2)]
    [InlineData(7, 1)]
    [InlineData(3, 3000)]
    public async Task A_part_that_cuts_samples_of_the_other_byte_order_is_right(int offset, int length)
    {
        var samples = TestDocument.Bytes(8000);
        var turned = new ulong[1000];
        for (var i = 0; i < turned.Length; i++)
            turned[i] = BinaryPrimitives.ReadUInt64BigEndian(samples.AsSpan(i * 8));
        var want = System.Runtime.InteropServices.MemoryMarshal.AsBytes(turned.AsSpan()).ToArray();
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(50, 20, "double", TestDocument.BinData(samples, "BigEndian='true'")));
        var part = new byte[length];
        Assert.Equal(length, await document.Array.Chunks.ReadAsync(default, offset, part));
        Assert.Equal(want.AsSpan(offset, length).ToArray(), part);
    }

    [Fact]
    public async Task A_compressed_plane_is_decoded_once_for_all_its_chunks()
    {
        using var stream = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(stream, System.IO.Compression.CompressionLevel.Fastest))
            zlib.Write(TestDocument.Bytes(3_000_000));
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(1000, 3000, "uint8", TestDocument.BinData(stream.ToArray(), "Compression='zlib'")));
        document.Source.Forget();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => document.ReadAsync(y: i % 3)));
        Assert.InRange(document.Source.BytesRead, 1, document.Source.Length);
    }
}
