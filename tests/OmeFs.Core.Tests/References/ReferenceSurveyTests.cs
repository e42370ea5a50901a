using System.Text;
using System.Text.Json;
using OmeFs.Core.References.Survey;

namespace OmeFs.Core.Tests.References;

/// <summary>Arrays and images in reference documents are found by their metadata, of Zarr 2 and 3, and each chunk is counted once.</summary>
public sealed class ReferenceSurveyTests : IDisposable
{
    private const string V3 = """{"zarr_format": 3, "node_type": "array", "shape": [4, 6], "data_type": "uint16", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, """
        + """3]}}, "chunk_key_encoding": ENCODING, "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "zstd"}]}""";
    private const string V2 = """{"zarr_format": 2, "shape": [4, 6], "chunks": [2, 3], "dtype": "<u2", "compressor": {"id": "zlib", "level": 1}SEPARATOR}""";

    private readonly ReferenceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"name": "default", "configuration": {"separator": "/"}}""", "c/0/0 c/1/1", "0/0 c/2/0 c/0 c/1/0/0 c.0.0 c/00/1 c/+1/0 c/0/-1 c/ c0/0 c/0.0 d/0/0")]
    [InlineData("""{"name": "default"}""", "c/0/0 c/1/1", "0.0 c.0.0")]
    [InlineData("\"default\"", "c/1/0", "c.0.0")]
    [InlineData("""{"name": "default", "configuration": {"separator": "."}}""", "c.0.0 c.1.1", "c/0/0 0.0 c.0/0 c.2.0")]
    [InlineData("""{"name": "v2", "configuration": {"separator": "/"}}""", "0/0 1/1", "c/0/0 0.0 2/0")]
    [InlineData("""{"name": "v2"}""", "0.0 1.1", "0/0 c.0.0")]
    public void A_chunk_of_format_3_is_called_what_its_encoding_says(string encoding, string chunks, string others)
    {
        var array = Assert.Single(Survey("zarr.json", V3.Replace("ENCODING", encoding, StringComparison.Ordinal), [.. chunks.Split(' '), .. others.Split(' ')]).Arrays);
        Assert.Equal(("a", 3, "uint16", "zstd"), (array.Path, array.ZarrFormat, array.Dtype, array.Compressor));
        Assert.Equal([4, 6], array.Shape);
        Assert.Equal([2, 3], array.Chunks);
        Assert.Equal((chunks.Split(' ').Length, 0, 4 - chunks.Split(' ').Length), (array.Virtual, array.Inline, array.Missing));
    }

    [Theory]
    [InlineData("", "0.0 1/1", "c/0/0 2.0 0.00 01.1")]
    [InlineData(""", "dimension_separator": "/" """, "0/0 1/1", "0.1")]
    [InlineData(""", "dimension_separator": "." """, "0.0 1.1", "0/1")]
    public void A_chunk_of_format_2_has_the_separator_that_is_said_or_either(string separator, string chunks, string others)
    {
        var array = Assert.Single(Survey(".zarray", V2.Replace("SEPARATOR", separator, StringComparison.Ordinal), [.. chunks.Split(' '), .. others.Split(' ')]).Arrays);
        Assert.Equal(("a", 2, "<u2", "zlib"), (array.Path, array.ZarrFormat, array.Dtype, array.Compressor));
        Assert.Equal((2, 0, 2), (array.Virtual, array.Inline, array.Missing));
    }

    [Theory]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "array", "shape": [], "data_type": {"name": "numpy.datetime64", "configuration": {}}, "chunk_grid": """
        + """{"name": "regular", "configuration": {"chunk_shape": []}}, "chunk_key_encoding": "default"}""", "c", "0")]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "array", "shape": [], "data_type": "r16", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": """
        + """[]}}, "chunk_key_encoding": "v2"}""", "0", "c")]
    [InlineData(".zarray", """{"shape": [], "chunks": [], "dtype": "<u2"}""", "0", "c")]
    public void An_array_without_axes_has_one_chunk(string document, string json, string chunk, string other)
    {
        var array = Assert.Single(Survey(document, json, [chunk, other]).Arrays);
        Assert.Equal((1, 0), (array.Virtual, array.Missing));
    }

    /// <summary>What lies in a shard is not to be seen in a document; the grid is of shards.</summary>
    [Fact]
    public void Shards_are_counted_as_chunks()
    {
        const string codecs = """[{"name": "sharding_indexed", "configuration": {"chunk_shape": [1, 1], "codecs": [{"name": "bytes"}]}}]""";
        var json = V3.Replace("ENCODING", "\"default\"", StringComparison.Ordinal);
        var array = Assert.Single(Survey("zarr.json", json[..json.IndexOf("\"codecs\"", StringComparison.Ordinal)] + $"\"codecs\": {codecs}}}", ["c/0/0"]).Arrays);
        Assert.Equal(("sharding_indexed", 1, 3), (array.Compressor, array.Virtual, array.Missing));
    }

    [Theory]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"version": "0.5", "multiscales": [{}]}}}""", true)]
    [InlineData(".zattrs", """{"multiscales": [{}]}""", true)]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "group", "attributes": {"multiscales": [{}]}}""", false)]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "array", "attributes": {"ome": {"multiscales": [{}]}}}""", false)]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"bioformats2raw.layout": 3}}}""", false)]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "group"}""", false)]
    [InlineData("xzarr.json", """{"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"multiscales": [{}]}}}""", false)]
    public void An_image_is_told_by_its_multiscales(string document, string json, bool image) =>
        Assert.Equal(image ? ["a"] : [], Survey(document, json, ["0"]).Images);

    [Fact]
    public void An_image_of_both_formats_is_one_and_the_root_is_called_nothing()
    {
        using var view = _folder.Open("""
            {"zarr.json": {"zarr_format": 3, "node_type": "group", "attributes": {"ome": {"multiscales": []}}}, ".zattrs": {"multiscales": []}, "0": "x"}
            """);
        Assert.Equal([""], ReferenceSurvey.Of(view).Images);
    }

    [Theory]
    [InlineData("[9223372036854775807, 9223372036854775807]", "[1, 1]", long.MaxValue)]
    [InlineData("[9223372036854775807, 9223372036854775807]", "[9223372036854775807, 4]", 2305843009213693952)]
    [InlineData("[9223372036854775807, 9223372036854775807, 9223372036854775807, 0]", "[1, 1, 1, 1]", 0)]
    public void Any_number_of_chunks_is_counted_by_arithmetic(string shape, string chunks, long missing)
    {
        var json = $$"""{"zarr_format": 3, "node_type": "array", "shape": {{shape}}, "data_type": "uint8", "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": """
            + $$"""{{chunks}} } }, "chunk_key_encoding": "default"}""";
        Assert.Equal(missing, Assert.Single(Survey("zarr.json", json, ["x"]).Arrays).Missing);
        Assert.Equal(missing, Assert.Single(Survey(".zarray", $$"""{"shape": {{shape}}, "chunks": {{chunks}}, "dtype": "|u1"}""", ["x"]).Arrays).Missing);
    }

    /// <summary>Each field of a document, also a nested one, gets each value that makes no sense: the array is told or not, and nothing else happens.</summary>
    [Theory]
    [InlineData("zarr.json")]
    [InlineData(".zarray")]
    public void A_field_may_be_anything(string document)
    {
        var json = document == ".zarray" ? V2.Replace("SEPARATOR", ", \"dimension_separator\": \".\"", StringComparison.Ordinal)
            : V3.Replace("ENCODING", """{"name": "default", "configuration": {"separator": "."}}""", StringComparison.Ordinal);
        var deep = new string('[', 200) + new string(']', 200);
        string[] values = ["null", "true", "0", "-1", "1e400", "0.5", "9223372036854775808", "\"\"", "\"\\ud800\"", "\"x\"", "[]", "[0]", "[0, 0]", "[-1, 2]", "[\"2\", 3]", "[null, null]",
            "{}", "{\"name\": 5}", "{\"\\ud800\": 1}", deep];
        var places = Values(json);
        Assert.InRange(places.Count, 7, 30);
        var told = 0;
        foreach (var (start, end) in places)
            foreach (var value in values)
                told += Survey(document, json[..start] + value + json[end..], ["c.0.0", "0.0"]).Arrays.Count;
        Assert.InRange(told, 1, (places.Count * values.Length) - 1);
    }

    /// <summary>An escape that is no text is found only when the text is taken.</summary>
    [Theory]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "\ud800"}""")]
    [InlineData("zarr.json", """{"zarr_format": 3, "node_type": "array", "shape": [], "\ud800\ud800\ud800\ud800": 1}""")]
    [InlineData(".zattrs", """{"\ud800\ud800\ud800\ud800": 1}""")]
    [InlineData(".zarray", """{"shape": [1], "chunks": [1], "dtype": "\ud800"}""")]
    [InlineData("zarr.json", "base64:eyJ6YXJyX2Zvcm1hdCI6My4uLv//gA==")]
    [InlineData("zarr.json", "")]
    [InlineData("zarr.json", "[3]")]
    public void A_document_that_is_no_metadata_tells_nothing(string document, string text)
    {
        var survey = Survey(document, text, ["0"]);
        Assert.Empty(survey.Arrays);
        Assert.Empty(survey.Images);
        Assert.Equal((1, 1), (survey.Inline, survey.Virtual));
    }

    /// <summary>A folder "a" with a document, and keys that refer to a target.</summary>
    private ReferenceSurvey Survey(string document, string text, IEnumerable<string> keys)
    {
        var refs = new Dictionary<string, object> { [$"a/{document}"] = text };
        foreach (var key in keys)
            refs[$"a/{key}"] = new object[] { "data.bin", 0, 1 };
        using var view = _folder.Open(JsonSerializer.Serialize(refs));
        return ReferenceSurvey.Of(view);
    }

    /// <summary>Where the values of all fields and of all elements lie in a text of ASCII.</summary>
    private static List<(int Start, int End)> Values(string json)
    {
        var places = new List<(int, int)>();
        var reader = new Utf8JsonReader(Encoding.ASCII.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray)
                continue;
            var whole = reader;
            whole.Skip();
            places.Add(((int)reader.TokenStartIndex, (int)whole.BytesConsumed));
        }
        return places;
    }
}
