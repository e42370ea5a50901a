using System.IO.Compression;
using System.Text;
using OmeFs.Core.References;
using OmeFs.Core.References.Json;
using OmeFs.Core.Sources;
using OmeFs.Core.Tests.Sources;

namespace OmeFs.Core.Tests.References;

/// <summary>What a small reference document may cost, counted in bytes.</summary>
public sealed class DocumentCostTests
{
    public static TheoryData<string, string, string, string> LongTokens => new()
    {
        { "an inline text", "{\"refs\":{\"a\":\"", "x", "\"}}" },
        { "a text with escapes", "{\"refs\":{\"a\":\"", "\\u00e9", "\"}}" },
        { "a URL", "{\"refs\":{\"a\":[\"", "u", "\",0,1]}}" },
        { "a key", "{\"refs\":{\"", "k", "\":[\"u\",0,1]}}" },
        { "a text in an object", "{\"refs\":{\"a\":{\"b\":\"", "x", "\"}}}" },
        { "white space", "{\"refs\":{\"a\":", " ", "[\"u\",0,1]}}" },
        { "a skipped text", "{\"version\":1,\"other\":\"", "x", "\",\"refs\":{\"a\":[\"u\",0,1]}}" },
    };

    [Theory]
    [MemberData(nameof(LongTokens))]
    public void One_long_token_is_looked_at_a_few_times(string what, string before, string more, string after)
    {
        var json = Encoding.UTF8.GetBytes(before + string.Concat(Enumerable.Repeat(more, (20 << 20) / more.Length)) + after);
        using var text = new JsonText(new MemoryStream(json), what);
        var cursor = new JsonCursor(text);
        while (cursor.Read())
        {
        }
        Assert.InRange(cursor.BytesParsed, json.Length, 5L * json.Length);
    }

    [Theory]
    [MemberData(nameof(LongTokens))]
    public void What_one_long_token_takes_grows_with_its_length_alone(string what, string before, string more, string after)
    {
        var (small, large) = (Allocated(4 << 20), Allocated(16 << 20));
        Assert.True(large < (6 * small) + (4 << 20), $"{what}: {small} bytes for 4 MiB, {large} for 16");

        long Allocated(int length)
        {
            var json = Encoding.UTF8.GetBytes(before + string.Concat(Enumerable.Repeat(more, length / more.Length)) + after);
            var start = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReferenceDocument.Read(() => new MemoryStream(json), "x.json");
            }
            catch (OmeFsException fault) when (fault.Kind is FaultKind.LimitExceeded or FaultKind.Corrupt)
            {
                // A key or URL of megabytes is refused.
            }
            return GC.GetAllocatedBytesForCurrentThread() - start;
        }
    }

    [Theory]
    [InlineData("{\"refs\":{\"a\":[\"u\",", "1", ",1]}}", 1 << 20)]
    [InlineData("{\"refs\":{\"a\":\"", "x", "\"}}", 80 << 20)]
    [InlineData("{\"refs\":{\"a\":{\"b\":\"", "x", "\"}}}", 80 << 20)]
    public void A_token_that_is_longer_than_any_real_one_is_refused(string before, string more, string after, int times)
    {
        var json = Encoding.UTF8.GetBytes(before + new string(more[0], times) + after);
        Assert.Equal(FaultKind.LimitExceeded, Assert.Throws<OmeFsException>(() => ReferenceDocument.Read(() => new MemoryStream(json), "x.json")).Kind);
    }

    [Fact]
    public void A_packed_document_may_unpack_to_so_many_times_its_length()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write("{\"refs\":{\"a\":\"x\""u8);
            var spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            for (var written = 0; written < 200; written++)
                gzip.Write(spaces);
            gzip.Write("}}"u8);
        }
        var source = new MemorySource(packed.ToArray(), "x.json.gz");
        var most = UnpackLimits.OfDocument(source.Length);
        Assert.InRange(most, 64 << 20, 128 << 20);
        using var stream = ReferenceFormat.Open(source, ReferencePacking.Gzip);
        var fault = Assert.Throws<OmeFsException>(() => ReferenceDocument.Read(() => stream, "x.json.gz"));
        Assert.Equal(FaultKind.LimitExceeded, fault.Kind);
        Assert.Contains($"more than {most}", fault.Message, StringComparison.Ordinal);
    }
}
