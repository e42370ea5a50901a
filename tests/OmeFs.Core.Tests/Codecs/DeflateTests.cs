using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Literal;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs;

/// <summary>The codec that is used: by libdeflate where the native library is there.</summary>
public sealed class DeflateTests : DeflateCodecTests
{
    protected override ISegmentCodec Codec => SegmentCodecs.For(Compression.AdobeDeflate)!;

    [Fact]
    public void Both_numbers_are_the_same_codec() => Assert.Same(Codec, SegmentCodecs.For(Compression.Deflate));
}

/// <summary>The framework's alone, as on machines without the native library.</summary>
public sealed class ManagedDeflateTests : DeflateCodecTests
{
    protected override ISegmentCodec Codec => new DeflateCodec();
}

public abstract class DeflateCodecTests
{
    private static readonly byte[] Plain = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i / 7))];

    protected abstract ISegmentCodec Codec { get; }

    [Fact]
    public void What_was_deflated_is_inflated()
    {
        var decoded = new byte[Plain.Length];
        Assert.Equal(Plain.Length, Codec.Decode(TestImage.Deflated(Plain), decoded));
        Assert.Equal(Plain, decoded);
    }

    [Fact]
    public void Surplus_decoded_bytes_and_surplus_encoded_bytes_are_left_out()
    {
        var decoded = new byte[100];
        Assert.Equal(100, Codec.Decode(TestImage.Deflated(Plain), decoded));
        Assert.Equal(Plain[..100], decoded);
        decoded = new byte[100];
        Assert.Equal(100, Codec.Decode(new StoredDeflate().Wrap(Plain), decoded));
        Assert.Equal(Plain[..100], decoded);
        decoded = new byte[Plain.Length];
        Assert.Equal(Plain.Length, Codec.Decode((byte[])[.. TestImage.Deflated(Plain), 1, 2, 3, 4, 5], decoded));
    }

    [Fact]
    public void A_stream_of_fewer_bytes_says_so() =>
        Assert.Equal(Plain.Length, Codec.Decode(TestImage.Deflated(Plain), new byte[Plain.Length + 1]));

    [Fact]
    public void A_preset_dictionary_is_nobodys() => Assert.Equal(
        FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => Codec.Decode((byte[])[0x78, 0x20, 1, 2, 3, 4, .. TestImage.Deflated(Plain)[2..]], new byte[100])).Kind);

    [Fact]
    public void A_truncated_stream_is_never_taken_for_a_whole_one()
    {
        var encoded = TestImage.Deflated(Plain);
        for (var length = 0; length < encoded.Length / 2; length += 7)
            Assert.True(DecodedOrCorrupt(encoded.AsMemory(0, length)) < Plain.Length);
    }

    [Fact]
    public void Garbage_is_corrupt_or_short_and_nothing_else()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[random.Next(300)];
            random.NextBytes(garbage);
            if (i % 2 == 0 && garbage.Length > 2)
                (garbage[0], garbage[1]) = (0x78, 0x9C);
            Assert.InRange(DecodedOrCorrupt(garbage), -1, Plain.Length);
        }
        var fault = Assert.Throws<OmeFsException>(() => Codec.Decode((byte[])[1, 2, 3, 4, 5, 6], new byte[9]));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.StartsWith("its deflate data are damaged", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5552)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(131_070)]
    [InlineData(131_071)]
    [InlineData(1_000_000)]
    public void A_stored_stream_has_the_length_that_was_said_beforehand(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        CheckStored(bytes);
        Array.Fill(bytes, (byte)255);
        CheckStored(bytes);
    }

    [Fact]
    public void A_stored_stream_of_any_bytes_is_read_back() => Prop.ForAll<byte[]>(CheckStored).QuickCheckThrowOnFailure();

    private int DecodedOrCorrupt(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return Codec.Decode(encoded, new byte[Plain.Length]);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            return -1;
        }
    }

    /// <summary>ZLibStream checks the Adler-32 sum where it reads to the end.</summary>
    private static void CheckStored(byte[] bytes)
    {
        var stream = new StoredDeflate().Wrap(bytes);
        Assert.Equal(new StoredDeflate().LengthOf(bytes.Length), stream.Length);
        using var zlib = new ZLibStream(new MemoryStream(stream), CompressionMode.Decompress);
        using var read = new MemoryStream();
        zlib.CopyTo(read);
        Assert.Equal(bytes, read.ToArray());
    }
}
