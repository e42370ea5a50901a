using System.IO.Compression;
using System.Text;

namespace OmeFs.Core.Tests.BinData;

/// <summary>Documents that lie, are damaged, or are made to do harm.</summary>
public class BinDataFaultTests
{
    [Theory]
    [InlineData("<BinData>AAAA", "holds the tag 'Pixels'")]
    [InlineData("<BinData>AAAA</Bin:BinData>", "holds the tag 'Bin:BinData'")]
    [InlineData("<BinData>AA<BinData>AA</BinData></BinData>", "holds the tag 'BinData'")]
    [InlineData("<BinData>AA<!-- -->AA</BinData>", "holds markup")]
    [InlineData("<BinData><![CDATA[AAAA]]></BinData>", "holds markup")]
    [InlineData("<BinData>AAAA</BinData><!DOCTYPE x>", "with a DTD is not read")]
    [InlineData("<BinData a='AAAA</BinData>", "not well-formed")]
    [InlineData("</Image></OME>", "not well-formed")]
    public async Task What_is_no_XML_of_base64_is_refused(string inside, string says)
    {
        var fault = await RefusedAsync(TestDocument.Xml(1, 3, "uint8", inside));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_is_cut_off_is_refused()
    {
        var whole = TestDocument.Xml(1, 3, "uint8", TestDocument.BinData("AAAA"));
        var end = whole.IndexOf("</BinData>", StringComparison.Ordinal) + "</BinData>".Length;
        for (var length = 1; length < end; length++)
            Assert.Equal(FaultKind.Corrupt, (await RefusedAsync(whole[..length])).Kind);
        for (var length = end; length < whole.Length; length++) // all planes are there
        {
            using var document = await TestDocument.OpenAsync(whole[..length]);
            Assert.Equal(new byte[3], await document.ReadAsync());
            Assert.Equal(length < whole.TrimEnd().Length, document.Notices.Contains("not well-formed", StringComparison.Ordinal));
        }
        Assert.Contains("does not end before the file does", (await RefusedAsync(whole[..(whole.IndexOf("AAAA", StringComparison.Ordinal) + 2)])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("J2K")]
    [InlineData("JPEG")]
    public async Task Another_compression_is_refused_by_its_name(string compression) =>
        Assert.Contains($"\"{compression}\"", await UnsupportedAsync(TestDocument.Xml(1, 3, "uint8", TestDocument.BinData("AAAA", $"Compression='{compression}'"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("<TiffData/>", "TiffData")]
    [InlineData("<MetadataOnly/>", "no BinData in any Image")]
    public async Task A_document_without_pixels_is_refused(string inside, string says) =>
        Assert.Contains(says, await UnsupportedAsync(TestDocument.Xml(1, 3, "uint8", inside)), StringComparison.Ordinal);

    [Fact]
    public async Task UTF_16_is_refused_by_name()
    {
        var xml = TestDocument.Xml(1, 3, "uint8", TestDocument.BinData("AAAA"));
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestDocument.OpenAsync([.. encoding.GetPreamble(), .. encoding.GetBytes(xml)]));
            Assert.Equal(FaultKind.Unsupported, fault.Kind);
            Assert.Contains("UTF-16", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Samples_of_several_to_a_pixel_in_one_BinData_are_refused()
    {
        var xml = TestDocument.Xml(2, 1, "uint8", TestDocument.BinData(TestDocument.Bytes(6))).Replace("SizeC=\"1\"", "SizeC=\"3\"", StringComparison.Ordinal)
            .Replace("<Channel", "<Channel SamplesPerPixel='3'", StringComparison.Ordinal);
        Assert.Contains("which is not supported", await UnsupportedAsync(xml), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_elements_than_can_be_kept_are_refused()
    {
        var xml = TestDocument.Xml(1, 1, "uint8", string.Concat(Enumerable.Repeat("<BinData/>", 2_000_001)));
        Assert.Equal(FaultKind.LimitExceeded, (await RefusedAsync(xml)).Kind);
    }

    [Fact]
    public async Task A_tag_without_an_end_is_refused()
    {
        var fault = await RefusedAsync(TestDocument.Xml(1, 1, "uint8", "<BinData a='" + new string('x', 4 << 20)));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
    }

    [Fact]
    public async Task Ten_thousand_planes_leave_a_small_document()
    {
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(1, 3, "uint8", Enumerable.Repeat("\n      " + TestDocument.BinData("AAAA"), 10_000)));
        Assert.InRange(document.File.Xml.Length, 100, 500);
        Assert.Equal(10_000, document.Array.Grid.Volume);
    }

    [Fact]
    public async Task A_Length_that_lies_is_told_and_ignored()
    {
        string[] planes = [.. new[] { "4", "5", "99", "-1", "x" }.Select(length => TestDocument.BinData(" AAAA\n", $"Length='{length}'"))];
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(1, 3, "uint8", planes));
        Assert.Contains("3 BinData have a wrong Length", document.Notices, StringComparison.Ordinal);
        Assert.Equal(new byte[3], await document.ReadAsync(z: 2));
    }

    [Fact]
    public async Task Garbage_is_the_fault_of_its_own_chunk_and_says_where()
    {
        var text = Convert.ToBase64String(TestDocument.Bytes(3_000_000)).ToCharArray();
        text[2_500_001] = '!';
        var xml = TestDocument.Xml(1000, 3000, "uint8", TestDocument.BinData(new string(text)));
        using var document = await TestDocument.OpenAsync(xml);
        Assert.Equal(3, document.Array.Grid.Y);
        Assert.Equal(1048 * 1000, (await document.ReadAsync(y: 0)).Length);
        var fault = await document.FaultAsync(y: 1);
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains($"offset {xml.IndexOf('!', StringComparison.Ordinal)}, found the byte 0x21", fault.Message, StringComparison.Ordinal);
        Assert.Equal(TestDocument.Bytes(3_000_000)[(2 * 1048 * 1000)..], (await document.ReadAsync(y: 2))[..904_000]);
    }

    [Theory]
    [InlineData("AAAA=AAA")]
    [InlineData("A===AAAA")]
    [InlineData("AAAA&#10;AAAA")]
    [InlineData("AAAAA")]
    [InlineData("AAAAAA")]
    public async Task Base64_that_is_none_is_corrupt(string text)
    {
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(1, 6, "uint8", TestDocument.BinData(text)));
        Assert.Equal(FaultKind.Corrupt, (await document.FaultAsync()).Kind);
    }

    [Fact]
    public async Task A_plane_that_is_too_short_is_corrupt_where_it_ends_and_too_long_is_cut()
    {
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(
            1024, 2048, "uint8", TestDocument.BinData(TestDocument.Bytes(1_500_000)), TestDocument.BinData(TestDocument.Bytes(2_500_000))));
        Assert.Contains("2 BinData do not decode to the 2097152 bytes", document.Notices, StringComparison.Ordinal);
        Assert.Equal(TestDocument.Bytes(1_500_000)[..(1 << 20)], await document.ReadAsync(y: 0));
        Assert.Contains("1500000", (await document.FaultAsync(y: 1)).Message, StringComparison.Ordinal);
        Assert.Equal(TestDocument.Bytes(2_500_000)[(1 << 20)..(2 << 20)], await document.ReadAsync(z: 1, y: 1));
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("bzip2")]
    public async Task A_stream_that_is_garbage_or_too_short_is_corrupt(string compression)
    {
        byte[][] streams = [TestDocument.Bytes(300), [.. "BZh9"u8], Zlib(new byte[10])];
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(
            10, 20, "uint16", streams.Select(stream => TestDocument.BinData(stream, $"Compression='{compression}'"))));
        for (var z = 0; z < streams.Length; z++)
            Assert.Equal(FaultKind.Corrupt, (await document.FaultAsync(z)).Kind);
    }

    [Fact]
    public async Task A_bomb_stops_at_the_planes_size_and_a_claim_is_not_believed()
    {
        using var bomb = await TestDocument.OpenAsync(TestDocument.Xml(10, 10, "uint8", TestDocument.BinData(Zlib(new byte[50_000_000]), "Compression='zlib'")));
        Assert.Equal(new byte[100], await bomb.ReadAsync());
        using var claim = await TestDocument.OpenAsync(TestDocument.Xml(40_000, 50_000, "uint8", TestDocument.BinData(Zlib(new byte[50]), "Compression='zlib'")));
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("more than", (await claim.FaultAsync()).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    [Fact]
    public async Task Compressed_planes_that_no_array_holds_are_refused() =>
        Assert.Contains("can be decoded", await UnsupportedAsync(TestDocument.Xml(50_000, 50_000, "uint8", TestDocument.BinData("AAAA", "Compression='zlib'"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Random_damage_ends_in_pixels_or_in_a_fault(int seed)
    {
        var random = new Random(seed);
        var whole = Encoding.UTF8.GetBytes(TestDocument.Xml(
            3, 5, "uint16", TestDocument.BinData(TestDocument.Bytes(30)), "\n", TestDocument.BinData(Zlib(TestDocument.Bytes(30)), "Compression='zlib' Length='60'")));
        var opened = 0;
        for (var round = 0; round < 3000; round++)
        {
            var bytes = whole.ToArray();
            for (var hit = 0; hit <= round % 3; hit++)
                bytes[random.Next(bytes.Length)] = round % 2 == 0 ? (byte)random.Next(256) : (byte)"<>'\"/=! A&"[random.Next(10)];
            try
            {
                using var document = await TestDocument.OpenAsync(bytes[..(round % 5 == 0 ? random.Next(bytes.Length) : bytes.Length)]);
                opened++;
                await document.ReadAsync();
            }
            catch (OmeFsException fault)
            {
                Assert.True(fault.Kind is FaultKind.Corrupt or FaultKind.LimitExceeded or FaultKind.Unsupported or FaultKind.NotFound, fault.Message);
            }
            catch (OverflowException)
            {
                // Sizes that multiply to more than 2^63: whoever composes sources says so.
            }
        }
        Assert.InRange(opened, 100, 2999);
    }

    [Fact]
    public async Task What_only_claims_a_gigabyte_gets_no_room_for_it()
    {
        byte[] garbage = [.. "h91AY&SY"u8, .. new byte[2000]];
        using var document = await TestDocument.OpenAsync(TestDocument.Xml(32768, 32768, "uint8", TestDocument.BinData(garbage, "Compression='bzip2'")));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var chunks = document.Array.Chunks;
        var fault = await Assert.ThrowsAsync<OmeFsException>(async () => await chunks.ReadAsync(default, 0, new byte[10]));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 256 * 1024 * 1024);
    }

    private static byte[] Zlib(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal))
            zlib.Write(content);
        return stream.ToArray();
    }

    private static Task<OmeFsException> RefusedAsync(string xml) => Assert.ThrowsAsync<OmeFsException>(() => TestDocument.OpenAsync(xml));

    private static async Task<string> UnsupportedAsync(string xml)
    {
        var fault = await RefusedAsync(xml);
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        return fault.Message;
    }
}
