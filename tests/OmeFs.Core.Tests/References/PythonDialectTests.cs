using System.IO.Compression;
using System.Text;
using OmeFs.Core.References;
using OmeFs.Core.References.Json;
using OmeFs.Core.Tests.Sources;

namespace OmeFs.Core.Tests.References;

/// <summary>What Python's json reads is read, and what is no JSON is told in plain words; expected values are CPython 3.11's.</summary>
public sealed class PythonDialectTests
{
    [Theory]
    [InlineData("NaN", "NaN")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData("[Infinity,NaN, -Infinity ]", "[Infinity, NaN, -Infinity]")]
    [InlineData("{\"a\":NaN,\"b\":\"NaN\"}", "{\"a\": NaN, \"b\": \"NaN\"}")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\": 3, \"b\": 2}")]
    [InlineData("{\"a\":{\"x\":1,\"x\":2},\"c\":0,\"a\":{\"y\":[1],\"y\":[]}}", "{\"a\": {\"y\": []}, \"c\": 0}")]
    [InlineData("{\"\\u0061\":1,\"b\":0,\"a\":2}", "{\"a\": 2, \"b\": 0}")]
    [InlineData("{\"\":1,\"\":2,\"\":3}", "{\"\": 3}")]
    [InlineData("\"\\ud800x\"", "\"\\ud800x\"")]
    [InlineData("\"\\udc00\\ud83d\"", "\"\\udc00\\ud83d\"")]
    [InlineData("\"\\uD83D\\uDE00\"", "\"\\ud83d\\ude00\"")]
    [InlineData("\"\\u0041\\u007e\\u007f\\u0000\\/\"", "\"A~\\u007f\\u0000/\"")]
    [InlineData("\"é€😀\"", "\"\\u00e9\\u20ac\\ud83d\\ude00\"")]
    [InlineData("[-1e999, 1e-400, -0.0]", "[-Infinity, 0.0, -0.0]")]
    [InlineData("123456789012345678901234567890123", "123456789012345678901234567890123")]
    public void Objects_are_what_python_makes_of_them(string value, string expected)
    {
        var json = Encoding.UTF8.GetBytes($"{{\"a\": [\"u\", 1, 2], \"k\": {{\"v\":{value}}}, \"z\": [\"u\", 3, 4]}}");
        foreach (var most in (int[])[int.MaxValue, 1, 7])
        {
            var expanded = Documents.Expanded(Documents.Read(json, most));
            Assert.Equal($"= {{\"v\": {expected}}}", expanded["k"]);
            Assert.Equal(("u 1 2", "u 3 4"), (expanded["a"], expanded["z"]));
        }
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("[\"u\", NaN, 1]")]
    [InlineData("[\"u\", 0, Infinity]")]
    [InlineData("[\"u\", -Infinity, 1]")]
    [InlineData("[NaN]")]
    [InlineData("\"\\ud800\"")]
    public void A_reference_of_such_values_makes_no_sense(string value)
    {
        var references = Documents.Read($"{{\"k\": {value}, \"l\": [\"u\", 1, 2]}}");
        Assert.Equal([" 0 1", "u 1 2"], Documents.Expanded(references).Values);
        Assert.Contains("'k'", Assert.Single(references.Refusals.Lines()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\": \"x\",}", 9, "',' is followed by '}'")]
    [InlineData("{\"a\": [\"u\", 1, 2,]}", 16, "',' is followed by ']'")]
    [InlineData("{\"a\": [\"u\",, 2]}", 10, "',' is followed by ','")]
    [InlineData("{\"a\": }", 6, "'}' is not expected there")]
    [InlineData("{\"a\": \"x\" // what\n}", 10, "a comment")]
    [InlineData("{\"a\": \"x\", # what\n}", 11, "a comment")]
    [InlineData("{\"a\": 'x'}", 6, "single quotes")]
    [InlineData("{'a': \"x\"}", 1, "single quotes")]
    [InlineData("{\"a\": True}", 6, "'True' is not expected there")]
    [InlineData("{\"a\": nan}", 6, "'nan' is not expected there")]
    [InlineData("{\"a\": +Infinity}", 6, "'+Infinity' is not expected there")]
    [InlineData("{\"a\": Infinite}", 6, "'Infinite' is not expected there")]
    [InlineData("{\"a\": 01}", 6, "'01' is not expected there")]
    [InlineData("{\"a\": \"x\ny\"}", 8, "the control character 0x0A")]
    [InlineData("{\"a\": \"x\\y\"}", 8, "'\\y', which JSON does not have")]
    [InlineData("{\"a\": \"\\u12g4\"}", 7, "four hexadecimal digits")]
    [InlineData("{\"a\": \"x\" \"b\": \"y\"}", 10, "the string \"b\" is not expected there")]
    [InlineData("{\"a\": \"x\"", 9, "ends too early (an unfinished copy or download?)")]
    [InlineData("{\"a\": \"x", 6, "a string that does not end (an unfinished copy or download?)")]
    [InlineData("{\"a\": tru", 9, "ends too early (an unfinished")]
    [InlineData("{\"a\": n", 7, "ends too early (an unfinished")]
    [InlineData("{\"a\": -Inf", 10, "ends too early (an unfinished")]
    [InlineData("{\"a\":", 5, "ends too early (an unfinished")]
    [InlineData("{", 1, "ends too early (an unfinished")]
    [InlineData("{\"a\": [\"u\", 1", 13, "ends too early (an unfinished copy or download?)")]
    [InlineData("{\"a\": \"x\"}}", 10, "'}' is not expected there")]
    [InlineData("hello", 0, "'hello' is not expected there")]
    public void What_is_no_JSON_is_told_in_plain_words_with_its_place(string json, int at, string says)
    {
        var fault = Assert.Throws<OmeFsException>(() => Documents.Read(json));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains($"at byte {at}", fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        foreach (var platform in (string[])["reader options", "LineNumber", "BytePositionInLine", "Expected depth", "invalid start of"])
            Assert.DoesNotContain(platform, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTF-16", true)]
    [InlineData("UTF-16", false)]
    [InlineData("UTF-16BE", true)]
    [InlineData("UTF-16BE", false)]
    [InlineData("UTF-32", true)]
    [InlineData("UTF-32", false)]
    [InlineData("UTF-32BE", true)]
    [InlineData("UTF-8", true)]
    public void Documents_in_other_encodings_are_read_as_python_reads_them(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("{\"é\": [\"ü.bin\", 1, 2]}")];
        foreach (var packing in (ReferencePacking[])[ReferencePacking.Plain, ReferencePacking.Gzip])
        {
            var source = new MemorySource(packing == ReferencePacking.Gzip ? Pack(bytes) : bytes, Documents.Name);
            var references = ReferenceDocument.Read(() => ReferenceFormat.Open(source, packing), Documents.Name);
            Assert.Equal("ü.bin 1 2", Documents.Expanded(references)["é"]);
            Assert.Equal(name.StartsWith("UTF-8", StringComparison.Ordinal) ? null : name[..6], ReferenceFormat.EncodingOf(source, packing));
        }
    }

    [Theory]
    [InlineData(-1, 20)]
    [InlineData(-6, 0)]
    [InlineData(30, 0)]
    public void A_damaged_packed_document_is_told_as_such(int at, int cut)
    {
        var packed = Pack(Encoding.UTF8.GetBytes($"{{\"refs\": {{{string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"k{i}\": [\"u{i * 7919}\", {i}, 2]"))}}}}}"));
        if (cut > 0)
            packed = packed[..^cut];
        else
            packed[at < 0 ? packed.Length + at : at] ^= 0xFF;
        var fault = Assert.Throws<OmeFsException>(() => ReferenceDocument.Read(() => ReferenceFormat.Open(new MemorySource(packed, Documents.Name), ReferencePacking.Gzip), Documents.Name));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Matches("its gzip data are damaged or incomplete|ends too early|not valid JSON at byte", fault.Message);
        Assert.DoesNotContain("compression method", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_with_such_numbers_is_known() => Assert.Equal(
        "{\"fill_value\": \"NaN\", \"a\": \"NaN \\\" Infinity\", \"b\": [\"-Infinity\",-1, \"Infinity\"]}",
        Encoding.UTF8.GetString(PythonConstants.Quoted("{\"fill_value\": NaN, \"a\": \"NaN \\\" Infinity\", \"b\": [-Infinity,-1, Infinity]}"u8)));

    private static byte[] Pack(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
