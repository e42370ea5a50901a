using OmeFs.Core.Codecs.Literal;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs.Literal;

/// <summary>Bytes that are spelled without being compressed are what libtiff decodes, at every length at which something begins anew.</summary>
public class StoredEncoderTests
{
    private static readonly int[] Lengths = [1, 127, 128, 129, 250, 251, 500, 501, 65_535, 65_536, 131_072, 131_073, 300_000];

    [SkippableTheory]
    [InlineData(Compression.AdobeDeflate)]
    [InlineData(Compression.Lzw)]
    [InlineData(Compression.PackBits)]
    [InlineData(Compression.Zstd)]
    public void Libtiff_decodes_it(Compression compression)
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var form = StoredEncoders.For(compression)!;
        foreach (var length in Lengths)
        {
            var bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            var stream = form.Wrap(bytes);
            Assert.Equal(form.LengthOf(length), stream.Length);
            var decoded = new byte[length];
            Assert.Equal(length, NativeCodecs.For(Row(compression, length), false, SegmentTags.None).Decode(stream, decoded));
            Assert.Equal(bytes, decoded);
        }
    }

    [Fact]
    public void Where_nothing_is_compressed_bytes_are_their_own_form()
    {
        var form = StoredEncoders.For(Compression.None)!;
        Assert.Equal([1, 2, 3], form.Wrap([1, 2, 3]));
        Assert.Equal(3, form.LengthOf(3));
    }

    [Theory]
    [InlineData(Compression.Jpeg)]
    [InlineData(Compression.Lzma)]
    [InlineData(Compression.WebP)]
    public void Others_have_none(Compression compression) => Assert.Null(StoredEncoders.For(compression));

    private static IfdLayout Row(Compression compression, int width) => GreyLayout.Of(compression, width, 1, tiled: false);
}
