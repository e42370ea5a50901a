using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeFs.Core.Zarr.Formats;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Zarr;

/// <summary>What a format writes it reads again, and what others write it reads as they mean it.</summary>
public class FormatTests
{
    private static readonly DataType[] Types =
    [
        .. "uif".SelectMany(kind => (int[])[1, 2, 4, 8], (kind, size) => (kind, size)).Where(type => type is not ('f', 1))
            .SelectMany(type => (bool[])[false, true], (type, big) => new DataType(type.kind, type.size, big && type.size > 1)).Distinct(),
        new('c', 8, false), new('c', 16, true),
    ];

    [Fact]
    public async Task What_Zarr_2_writes_is_what_it_reads()
    {
        var filters = (CodecSpec[])[new("imagecodecs_delta", new JsonObject { ["axis"] = -1 })];
        foreach (var type in Types)
            foreach (var codecs in (CodecChain[])[CodecChain.None, CodecChain.Zlib, new(filters, []), new(filters, [new("imagecodecs_lzw")])])
            {
                var array = new ArrayMetadata([1, 2, 3, 40, 5_000_000_000], new ChunkGrid([1, 1, 1, 16, 32]), type) { Codecs = codecs };
                var read = await RereadAsync(array);
                Assert.Equal((type, 2), (read.Metadata.Type, read.Format.Version));
                Assert.Equal(array.Shape, read.Metadata.Shape);
                Assert.Equal(array.Chunks.ChunkShape, read.Metadata.Chunks.ChunkShape);
                Assert.Equal(codecs.All.Select(codec => codec.Name), read.Metadata.Codecs.All.Select(codec => codec.Name));
                Assert.Equal(codecs.Filters.Count, read.Metadata.Codecs.Filters.Count);
                Assert.Equal(ZarrV2Format.Instance.Keys, read.Keys);
            }
    }

    [Theory]
    [InlineData("<M8[ns]")]
    [InlineData("|S5")]
    [InlineData("|b1")]
    [InlineData(">u1")]
    [InlineData("[[\"x\", \"<u2\"]]")]
    [InlineData("u2")]
    [InlineData("")]
    public void A_type_that_omefs_has_not_keeps_its_name(string name)
    {
        var type = DataType.Parse(name);
        Assert.Equal((name, name), (type.ForeignName, ZarrV2Format.Instance.NameOf(type)));
    }

    [Theory]
    [InlineData("uint8", null, "|u1")]
    [InlineData("uint16", "little", "<u2")]
    [InlineData("uint16", "big", ">u2")]
    [InlineData("int64", "big", ">i8")]
    [InlineData("float16", "little", "<f2")]
    [InlineData("complex64", "little", "<c8")]
    [InlineData("complex128", "big", ">c16")]
    [InlineData("bool", null, "bool")]
    [InlineData("r24", null, "r24")]
    public void Types_of_Zarr_3_are_NumPys_with_the_byte_order_of_their_codec(string name, string? endian, string expected)
    {
        var bytes = endian is null ? "\"bytes\"" : $$$"""{"name": "bytes", "configuration": {"endian": "{{{endian}}}"}}""";
        var read = Read($$$"""
            {"zarr_format": 3, "node_type": "array", "shape": [10, 20], "data_type": "{{{name}}}",
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [4, 5]}},
             "chunk_key_encoding": {"name": "default"}, "codecs": [{"name": "transpose"}, {{{bytes}}}, {"name": "zstd"}]}
            """)!;
        Assert.Equal((expected, name), (read.Metadata.Type.ToString(), read.Format.NameOf(read.Metadata.Type)));
        Assert.Equal(("transpose", "zstd"), (Assert.Single(read.Metadata.Codecs.Filters).Name, Assert.Single(read.Metadata.Codecs.Compressors).Name));
        Assert.Equal([3L, 4L], read.Metadata.Chunks.Counts(read.Metadata.Shape));
        Assert.Equal("c/1/2", read.Keys.Key(new ChunkIndex(1, 2, 0, 0, 0), 2));
    }

    [Fact]
    public void A_shard_is_a_chunk_with_chunks_in_it()
    {
        var read = Read("""
            {"zarr_format": 3, "node_type": "array", "shape": [100], "data_type": "uint8",
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [64]}}, "chunk_key_encoding": "v2",
             "codecs": [{"name": "sharding_indexed", "configuration": {"chunk_shape": [8], "codecs": ["bytes"]}}, "crc32c"]}
            """)!;
        Assert.Equal([8L], read.Metadata.Chunks.InnerShape);
        Assert.Equal("crc32c", Assert.Single(read.Metadata.Codecs.Compressors).Name);
        Assert.Equal("1", read.Keys.Key(new ChunkIndex(1, 0, 0, 0, 0), 1));
    }

    [Theory]
    [InlineData(false, '/', "1/0/3/4/5")]
    [InlineData(false, '.', "1.0.3.4.5")]
    [InlineData(true, '/', "c/1/0/3/4/5")]
    [InlineData(true, '.', "c.1.0.3.4.5")]
    public void A_chunks_key_is_known_again_within_its_grid(bool prefix, char separator, string expected)
    {
        var keys = new ChunkKeyEncoding(prefix, separator);
        var key = keys.Key(new ChunkIndex(1, 0, 3, 4, 5), ArrayShape.Rank);
        Assert.Equal(expected, key);
        Assert.True(keys.IsKey(Encoding.UTF8.GetBytes(key), [2, 1, 4, 5, 6]));
        Assert.False(keys.IsKey(Encoding.UTF8.GetBytes(key), [2, 1, 4, 5, 5]));
        Assert.False((keys with { Prefix = !prefix }).IsKey(Encoding.UTF8.GetBytes(key), [2, 1, 4, 5, 6]));
        Assert.Equal(expected + separator + "0", keys.Key(new ChunkIndex(1, 0, 3, 4, 5), ArrayShape.Rank + 1));
    }

    private static async Task<ReadArray> RereadAsync(ArrayMetadata array)
    {
        var document = ZarrV2Format.Instance.Array(array, () => Task.FromResult(true)).First();
        using var json = JsonDocument.Parse(await document.Document.BytesAsync());
        return ZarrFormats.WithDocument(Encoding.UTF8.GetBytes(document.Key))!.Read(Encoding.UTF8.GetBytes(document.Key), json.RootElement).Array!;
    }

    private static ReadArray? Read(string zarrJson)
    {
        using var json = JsonDocument.Parse(zarrJson);
        return ZarrFormats.WithDocument("zarr.json"u8)!.Read("zarr.json"u8, json.RootElement).Array;
    }
}
