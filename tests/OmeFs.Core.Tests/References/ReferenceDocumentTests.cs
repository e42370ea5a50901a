using System.IO.Compression;
using System.Text;
using OmeFs.Core.References;
using OmeFs.Core.References.Json;
using OmeFs.Core.References.View;
using OmeFs.Core.Sources;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.References;

/// <summary>Documents of version 0 and 1 come to the references that the specification and fsspec say.</summary>
public sealed class ReferenceDocumentTests
{
    private const string WorkedExample = """
        {
          "version": 1,
          "templates": {"u": "server.domain/path", "f": "{{c}}"},
          "gen": [
            {"key": "gen_key{{i}}", "url": "http://{{u}}_{{i}}", "offset": "{{(i + 1) * 1000}}", "length": "1000", "dimensions": {"i": {"stop":  5}}},
            {"key": "gen_key{{i}}", "url": "http://{{u}}_{{i}}", "dimensions": {"i": {"start": 5, "stop": 7}}}
          ],
          "refs": {
            "key0": "data",
            "key1": ["http://target_url", 10000, 100],
            "key2": ["http://{{u}}", 10000, 100],
            "key3": ["http://{{f(c='text')}}", 10000, 100],
            "key4": ["http://target_url"],
            "key5": {"key": "value"}
          }
        }
        """;

    /// <summary>*Spec:* the example of "version 1", with the fields that fsspec's own tests add.</summary>
    [Fact]
    public void The_worked_example_expands_exactly() => Assert.Equal(
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["key0"] = "= data",
            ["key1"] = "http://target_url 10000 100",
            ["key2"] = "http://server.domain/path 10000 100",
            ["key3"] = "http://text 10000 100",
            ["key4"] = "http://target_url",
            ["key5"] = "= {\"key\": \"value\"}",
            ["gen_key0"] = "http://server.domain/path_0 1000 1000",
            ["gen_key1"] = "http://server.domain/path_1 2000 1000",
            ["gen_key2"] = "http://server.domain/path_2 3000 1000",
            ["gen_key3"] = "http://server.domain/path_3 4000 1000",
            ["gen_key4"] = "http://server.domain/path_4 5000 1000",
            ["gen_key5"] = "http://server.domain/path_5",
            ["gen_key6"] = "http://server.domain/path_6",
        },
        Documents.Expanded(WorkedExample));

    [Theory]
    [InlineData("version", "templates", "gen", "refs")]
    [InlineData("refs", "gen", "templates", "version")]
    [InlineData("gen", "refs", "version", "templates")]
    [InlineData("templates", "refs", "gen", "version")]
    public void Members_may_come_in_any_order(params string[] order)
    {
        var members = new Dictionary<string, string>
        {
            ["version"] = "\"version\": 1",
            ["templates"] = "\"templates\": {\"u\": \"T\"}",
            ["gen"] = "\"gen\": [{\"key\": \"g{{i}}\", \"url\": \"{{u}}\", \"dimensions\": {\"i\": [3]}}]",
            ["refs"] = "\"refs\": {\"a\": [\"{{u}}\", 1, 2]}",
        };
        var expanded = Documents.Expanded("{" + string.Join(", ", order.Select(name => members[name])) + "}");
        Assert.Equal(new SortedDictionary<string, string> { ["a"] = "T 1 2", ["g3"] = "T" }, expanded);
    }

    [Theory]
    [InlineData("""{"a": "text"}""", "= text")]
    [InlineData("""{"a": ""}""", "= ")]
    [InlineData("""{"a": "\u00e9 \ud83d\ude00"}""", "= é 😀")]
    [InlineData("""{"a": "base64:aGFsbG8="}""", "= hallo")]
    [InlineData("""{"a": "base64:"}""", "= ")]
    [InlineData("""{"a": "base 64:aGFsbG8="}""", "= base 64:aGFsbG8=")]
    [InlineData("""{"a": ["u"]}""", "u")]
    [InlineData("""{"a": ["u", 0, 5]}""", "u 0 5")]
    [InlineData("""{"a": [null, 7, 5]}""", " 7 5")]
    [InlineData("""{"a": ["u", 9223372036854775800, 7]}""", "u 9223372036854775800 7")]
    [InlineData("""{"a": ["s3:\/\/b\/k", 1, 2]}""", "s3://b/k 1 2")]
    [InlineData("""{"a": {}}""", "= {}")]
    [InlineData("""{"a": {"b": [1, 2.50, {"c": null}], "d": true, "é": "\n"}}""", "= {\"b\": [1, 2.5, {\"c\": null}], \"d\": true, \"\\u00e9\": \"\\n\"}")]
    public void A_value_of_version_0(string json, string expected) => Assert.Equal(expected, Documents.Expanded(json)["a"]);

    [Theory]
    [InlineData("""{"version": 1, "refs": {"a": ["{{u}}", 1, 2]}}""", "{{u}} 1 2")]
    [InlineData("""{"version": 1, "templates": {}, "refs": {"a": ["{{u}}", 1, 2]}}""", "{{u}} 1 2")]
    [InlineData("""{"a": ["{{u}}", 1, 2]}""", "{{u}} 1 2")]
    [InlineData("""{"version": 1, "templates": {"u": "x"}, "refs": {"a": "{{u}}"}}""", "= {{u}}")]
    public void Where_there_are_no_templates_nothing_is_filled_in(string json, string expected) => Assert.Equal(expected, Documents.Expanded(json)["a"]);

    /// <summary>fsspec: what `gen` makes goes over `refs`.</summary>
    [Fact]
    public void Gen_goes_over_refs() => Assert.Equal("made 1 2", Documents.Expanded(
        """{"version": 1, "gen": [{"key": "a", "url": "made", "offset": "1", "length": "2", "dimensions": {}}], "refs": {"a": "said"}}""")["a"]);

    [Fact]
    public void A_key_of_version_0_may_be_called_refs() =>
        Assert.Equal("= {\"b\": \"c\"}", Documents.Expanded("""{"a": "x", "refs": {"b": "c"}}""")["refs"]);

    [Fact]
    public void Other_members_of_version_1_are_passed_over() =>
        Assert.Equal("= y", Assert.Single(Documents.Expanded("""{"a": ["u"], "more": {"b": [1]}, "version": 1, "refs": {"k": "y"}}""")).Value);

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal("= x", Documents.Expanded("\uFEFF{\"a\": \"x\"}")["a"]);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void However_few_bytes_come_at_a_time(int most)
    {
        var json = Encoding.UTF8.GetBytes(WorkedExample);
        Assert.Equal(Documents.Expanded(WorkedExample), Documents.Expanded(Documents.Read(json, most)));
    }

    [Fact]
    public void A_string_longer_than_any_buffer_is_read_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(number => $"{number},"));
        Assert.Equal("= " + text, Documents.Expanded($$"""{"a": "x", "b": "{{text}}", "c": "y"}""")["b"]);
    }

    /// <summary>A gigabyte in one value is refused before it is all in memory.</summary>
    [Fact]
    public void A_string_without_end_is_refused()
    {
        using var endless = new EndlessStream();
        var fault = Assert.Throws<OmeFsException>(() => ReferenceDocument.Read(() => endless, Documents.Name));
        Assert.Equal(FaultKind.LimitExceeded, fault.Kind);
        Assert.InRange(endless.Given, 0, 2L * ReferenceLimits.MaxTokenBytes);
    }

    [Theory]
    [InlineData("""[{"version": 1, "refs": {}}]""", FaultKind.Unsupported, "MultiZarrToZarr")]
    [InlineData("""{"version": 2, "refs": {}}""", FaultKind.Unsupported, "version 2")]
    [InlineData("""{"version": "1", "refs": {}}""", FaultKind.Unsupported, "version 1")]
    [InlineData("""{"version": null}""", FaultKind.Unsupported, "version")]
    [InlineData("""{}""", FaultKind.Corrupt, "no references")]
    [InlineData("""{"a": 5}""", FaultKind.Corrupt, "no references")]
    [InlineData("\"text\"", FaultKind.Corrupt, "object")]
    [InlineData("", FaultKind.Corrupt, "JSON")]
    [InlineData("""{"a": "x",}""", FaultKind.Corrupt, "JSON")]
    [InlineData("""{"a": "x"} {}""", FaultKind.Corrupt, "JSON")]
    [InlineData("""{"version": 1, "refs": []}""", FaultKind.Corrupt, "refs")]
    [InlineData("""{"version": 1, "refs": {}, "gen": [5]}""", FaultKind.Corrupt, "gen")]
    [InlineData("""{"version": 1, "gen": [{"key": "a", "url": "b"}]}""", FaultKind.Corrupt, "dimensions")]
    [InlineData("""{"version": 1, "gen": [{"key": "a", "url": "b", "offset": "1", "dimensions": {}}]}""", FaultKind.Corrupt, "both")]
    [InlineData("""{"version": 1, "gen": [{"key": "a", "url": "b", "dimensions": {"i": {"start": 1}}}]}""", FaultKind.Corrupt, "stop")]
    [InlineData("""{"version": 1, "gen": [{"key": "a", "url": "b", "dimensions": {"i": {"stop": 1, "step": 0}}}]}""", FaultKind.Corrupt, "step")]
    [InlineData("""{"version": 1, "gen": [{"key": "a", "url": "b", "offset": "x", "length": "1", "dimensions": {}}]}""", FaultKind.Corrupt, "'x'")]
    [InlineData("""{"version": 1, "templates": {"u": 5}, "refs": {"a": "x"}}""", FaultKind.Corrupt, "template")]
    public void What_is_no_reference_document_is_refused(string json, FaultKind kind, string says)
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(json));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(Documents.Name, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A value that makes no sense costs its own key. The key stays: clients take an absent chunk for pixels of the fill value.</summary>
    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("[5]")]
    [InlineData("[\"\"]")]
    [InlineData("[\"u\", 1]")]
    [InlineData("[\"u\", 1, 2, 3]")]
    [InlineData("[\"u\", -1, 2]")]
    [InlineData("[\"u\", 1, -2]")]
    [InlineData("[\"u\", 1.5, 2]")]
    [InlineData("[\"u\", \"1\", 2]")]
    [InlineData("[\"u\", [1, {\"x\": []}], 2]")]
    [InlineData("[[\"u\", 1, 2], [\"u\", 3, 4]]")]
    [InlineData("[\"u\", 9223372036854775807, 1]")]
    [InlineData("[\"u\", 9223372036854775808, 1]")]
    [InlineData("\"base64:####\"")]
    [InlineData("\"base64:aGFsbG8\"")]
    [InlineData("\"\\ud800\"")]
    public async Task A_senseless_value_is_shown_and_cannot_be_read(string value)
    {
        using var folder = new ReferenceFolder();
        var json = $$"""{"before": "x", "bad/0": {{value}}, "behind": ["data.bin", 1, 2]}""";
        using var view = folder.Open(json.Replace("\"u\"", "\"data.bin\"", StringComparison.Ordinal));
        Assert.Equal((3, "x", "12"), (view.Count, await ReferenceFolder.ReadAsync(view, "before"), await ReferenceFolder.ReadAsync(view, "behind")));
        Assert.Equal(
            "1 key cannot be read (EIO), with a value that is not a string, an object, [url] or [url, offset, length]: 'bad/0'", Assert.Single(view.Notices));
        var stat = await ReferenceFolder.FindAsync(view, "bad/0");
        Assert.True(stat is { Kind: NodeKind.File, Size: > 0 }, "a file that is not there, or empty, nobody would read");
        var fault = await Assert.ThrowsAsync<OmeFsException>(async () => await view.Tree.Open(stat.Id).ReadAsync(0, new byte[1]));
        Assert.Equal((FaultKind.Corrupt, "the reference's value is not a string, an object, [url] or [url, offset, length]"), (fault.Kind, fault.Message));
    }

    [Theory]
    [InlineData("""{"a": 1, "b": [2, 3], "c": null}""", "holds no references")]
    [InlineData("null", "is JSON, but not a reference document: an object expected, found null")]
    [InlineData("7", "is JSON, but not a reference document: an object expected, found 7")]
    [InlineData("\"text\"", "is JSON, but not a reference document: an object expected, found text")]
    public void JSON_that_refers_to_nothing_is_refused(string json, string says)
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(json));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_with_NUL_is_told()
    {
        using var folder = new ReferenceFolder();
        using var view = folder.Open("""{"a": ["data\u0000.bin", 0, 1], "b": ["data.bin", 0, 1], "c": ["file://", 0, 1]}""");
        Assert.StartsWith("2 targets are not paths (with a NUL, or without a name), so reading keys into them fails: ", Assert.Single(view.Notices), StringComparison.Ordinal);
    }

    /// <summary>Wherever it is cut, behind its header and before the end of its data.</summary>
    [Fact]
    public void Gzip_that_is_cut_short_is_told_as_such()
    {
        using var folder = new ReferenceFolder();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes("{" + string.Join(", ", Enumerable.Range(0, 500).Select(i => $"\"k{i * i}\": [\"data.bin\", {i % 9}, 1]")) + "}"));
        for (var length = 40L; length < packed.Length - 8; length += 97)
        {
            using var source = new MemorySource(packed.ToArray()[..(int)length], Path.Join(folder.Own, "refs.json.gz"));
            var fault = Assert.Throws<OmeFsException>(() => ReferenceView.Open(source, ReferencePacking.Gzip, new ReferenceOptions(), AddressOpener.Nothing));
            Assert.Equal((FaultKind.Corrupt, true), (fault.Kind, fault.Message.Contains($"its gzip data are cut short after {length} bytes", StringComparison.Ordinal)));
        }
    }

    /// <summary>Cut off at every byte, a document is refused.</summary>
    [Fact]
    public void A_truncated_document_is_refused_at_every_byte()
    {
        var json = Encoding.UTF8.GetBytes(WorkedExample.TrimEnd());
        for (var length = 0; length < json.Length; length++)
            Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => Documents.Read(json[..length])).Kind);
    }

    /// <summary>{"a": "base64:AAAAA... and so on.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'A');
            if (Given == 0)
                "{\"a\": \"base64:"u8.CopyTo(buffer.AsSpan(offset));
            Given += count;
            return count;
        }
    }

    /// <summary>Whatever becomes of any one byte, the document is read or refused; nothing else happens.</summary>
    [Fact]
    public void Any_byte_may_be_any_other()
    {
        var json = Encoding.UTF8.GetBytes(WorkedExample);
        var random = new Random(1);
        for (var at = 0; at < json.Length; at++)
            foreach (var other in (byte[])[0, (byte)'"', (byte)'{', (byte)'}', (byte)'9', 0x80, 0xFF, (byte)random.Next(256)])
            {
                var changed = json.ToArray();
                changed[at] = other;
                if (Record.Exception(() => Documents.Read(changed)) is { } fault)
                    Assert.True(fault is OmeFsException { Kind: not FaultKind.Bug }, $"byte {at} = {other}: {fault}");
            }
    }
}
