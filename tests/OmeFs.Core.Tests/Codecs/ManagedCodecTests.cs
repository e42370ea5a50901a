using OmeFs.Core.Codecs;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Codecs.Samples;
using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Codecs;

/// <summary>LZW, PackBits and deflate of our own against libtiff's, on real segments and on spoilt ones.</summary>
public sealed class ManagedCodecTests
{
    private const int Mutations = 40;

    [SkippableTheory]
    [InlineData(Compression.Lzw)]
    [InlineData(Compression.PackBits)]
    [InlineData(Compression.AdobeDeflate)]
    public async Task Real_segments_decode_as_libtiff_decodes_them(Compression compression)
    {
        Skip.If(SharedOme.Folder is null, "../shared/data is not there");
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var cases = (await SegmentCases.ReadAsync(malformed: false)).Where(it => it.Layout.Compression == compression).ToList();
        Assert.NotEmpty(cases);
        Assert.All(cases, it =>
        {
            var (ours, theirs) = (new byte[it.DecodedBytes], new byte[it.DecodedBytes]);
            var count = SegmentCodecs.For(compression)!.Decode(it.Layout.ReversedBits ? Reversed(it.Encoded) : it.Encoded, ours);
            NativeCodecs.For(it.Layout, it.BigEndian, it.Tags).Decode(it.Encoded, theirs);
            Assert.Equal(theirs[..count], ours[..count]);
        });
    }

    [SkippableTheory]
    [InlineData(Compression.Lzw)]
    [InlineData(Compression.PackBits)]
    [InlineData(Compression.AdobeDeflate)]
    public async Task Spoilt_segments_are_corrupt_or_decode_and_never_leave_the_buffer(Compression compression)
    {
        Skip.If(SharedOme.Folder is null, "../shared/data is not there");
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        var random = new Random(259);
        foreach (var it in (await SegmentCases.ReadAsync(malformed: false)).Where(it => it.Layout.Compression == compression))
            for (var mutation = 0; mutation < Mutations; mutation++)
                Spoil(SegmentCodecs.For(compression)!, [.. it.Encoded], it.DecodedBytes, random);
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01 }, "-----A---B")] // GIF's and TIFF's textbook example, MSB first
    [InlineData(new byte[] { 0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85 }, "-----A---B")] // without the end-of-information code
    public void LZW_decodes_the_textbooks_example(byte[] encoded, string text)
    {
        var decoded = new byte[text.Length];
        Assert.Equal(text.Length, new LzwCodec().Decode(encoded, decoded));
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(decoded));
    }

    /// <summary>Few different bytes make long strings, and such that continue themselves; many make the table run full.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(256)]
    public void LZW_decodes_what_a_slow_encoder_made(int differentBytes)
    {
        var random = new Random(differentBytes);
        foreach (var length in new[] { 1, 2, 7, 8, 9, 16, 17, 300, 5_000, 100_000 })
        {
            var original = new byte[length];
            for (var i = 0; i < length; i++)
                original[i] = (byte)random.Next(differentBytes);
            var (encoded, decoded) = (LzwEncoder.Encode(original), new byte[length]);
            Assert.Equal(length, new LzwCodec().Decode(encoded, decoded));
            Assert.Equal(original, decoded);
            var half = new byte[length / 2];
            Assert.Equal(half.Length, new LzwCodec().Decode(encoded, half));
            Assert.Equal(original[..half.Length], half);
        }
    }

    [Fact]
    public void LZW_refuses_a_code_it_has_no_entry_for()
    {
        // Clear (256), then code 300: 100000000 100101100.
        var fault = Assert.Throws<OmeFsException>(() => new LzwCodec().Decode(new byte[] { 0x80, 0x4B, 0x00 }, new byte[10]));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("code 300", fault.Message);
    }

    [Fact]
    public void PackBits_decodes_the_specifications_example()
    {
        byte[] encoded = [0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA];
        byte[] expected = [0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0x22, .. Enumerable.Repeat((byte)0xAA, 10)];
        var decoded = new byte[expected.Length];
        Assert.Equal(expected.Length, new PackBitsCodec().Decode(encoded, decoded));
        Assert.Equal(expected, decoded);
    }

    private static void Spoil(ISegmentCodec codec, byte[] encoded, int decodedBytes, Random random)
    {
        const byte canary = 0xC5;
        for (var flips = random.Next(1, 6); flips > 0; flips--)
            encoded[random.Next(encoded.Length)] = (byte)random.Next(256);
        var cut = random.Next(3) == 0 ? random.Next(encoded.Length) : encoded.Length;
        var room = new byte[decodedBytes + 64];
        room.AsSpan(decodedBytes).Fill(canary);
        try
        {
            Assert.InRange(codec.Decode(encoded.AsMemory(0, cut), room.AsSpan(0, decodedBytes)), 0, decodedBytes);
        }
        catch (OmeFsException fault) when (fault.Kind == FaultKind.Corrupt)
        {
            Assert.NotEmpty(fault.Message);
        }
        Assert.False(room.AsSpan(decodedBytes).ContainsAnyExcept(canary), "bytes behind the buffer were written");
    }

    private static byte[] Reversed(byte[] bytes)
    {
        byte[] copy = [.. bytes];
        SampleUnpacker.ReverseBits(copy);
        return copy;
    }
}
