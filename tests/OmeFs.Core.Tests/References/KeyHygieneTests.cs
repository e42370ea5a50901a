using System.Text;

namespace OmeFs.Core.Tests.References;

/// <summary>A key that cannot be a path is left out with a report, and never hides its neighbours.</summary>
public sealed class KeyHygieneTests
{
    public static TheoryData<string, string> BadKeys => new()
    {
        { "", "empty part" },
        { "/", "empty part" },
        { "/etc/passwd", "empty part" },
        { "a/", "empty part" },
        { "a//b", "empty part" },
        { ".", "'.' or '..'" },
        { "..", "'.' or '..'" },
        { "../../etc/passwd", "'.' or '..'" },
        { "a/../b", "'.' or '..'" },
        { "a/./b", "'.' or '..'" },
        { "a\\u0000b", "NUL" },
        { "\\ud800", "UTF-8" },
        { new string('n', 256), "255 bytes" },
        { "a/" + new string('é', 128), "255 bytes" },
        { string.Join('/', Enumerable.Repeat(new string('n', 255), 20)), "4095 bytes" },
        { string.Join('/', Enumerable.Repeat("d", 64)), "63 parts" },
    };

    [Theory, MemberData(nameof(BadKeys))]
    public void A_key_that_is_no_path_is_left_out_alone(string key, string says)
    {
        var references = Documents.Read($$"""{"before": "x", "{{key}}": {"some": ["thing"]}, "z/behind": ["u", 1, 2]}""");
        Assert.Equal(["before", "z/behind"], Documents.Expanded(references).Keys);
        Assert.Contains(says, Assert.Single(references.Refusals.Lines()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("...")]
    [InlineData(".zarray")]
    [InlineData("a\\\\b")]
    [InlineData("a b/ü/c:d*?")]
    public void A_key_may_look_strange(string key) => Assert.Empty(Documents.Read($$"""{"{{key}}": "x"}""").Refusals.Lines());

    [Fact]
    public void The_longest_names_are_names() =>
        Assert.Empty(Documents.Read($$"""{"{{new string('n', 255)}}/{{string.Join('/', Enumerable.Repeat("d", 62))}}": "x"}""").Refusals.Lines());

    [Theory]
    [InlineData("""{"a": "x", "a/b": "y", "c": "z"}""")]
    [InlineData("""{"a/b": "y", "c": "z", "a": "x"}""")]
    [InlineData("""{"a.b": "1", "a/b": "y", "a!": "2", "c": "z", "a": "x"}""")]
    public void Of_a_file_that_is_a_folder_too_the_folder_is_shown(string json)
    {
        var references = Documents.Read(json);
        var keys = Documents.Expanded(references).Keys;
        Assert.Contains("a/b", keys);
        Assert.Contains("c", keys);
        Assert.DoesNotContain("a", keys);
        Assert.Contains("file and folder", Assert.Single(references.Refusals.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_key_that_comes_twice_the_last_one_counts()
    {
        var references = Documents.Read("""{"a": "1", "b": "x", "a": "2", "a": "3"}""");
        Assert.Equal("= 3", Documents.Expanded(references)["a"]);
        Assert.Contains("2 keys given more than once", Assert.Single(references.Refusals.Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_are_no_utf8_are_left_out_alone()
    {
        byte[] json = [.. "{\"a\": \"x\", \""u8, 0xC3, 0x28, .. "\": \"y\", \"b\": \""u8, 0xFF, .. "\", \"c\": \"z\"}"u8];
        var references = Documents.Read(json);
        Assert.Equal(["a", "b", "c"], Documents.Expanded(references).Keys);
        Assert.Equal(" 0 1", Documents.Expanded(references)["b"]);
        Assert.Equal(2, references.Refusals.Lines().Count());
    }

    [Fact]
    public void What_is_told_of_many_keys_is_short()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 5000).Select(number => $"\"\\u001b[31m/../{number}{new string('k', 200)}\": \"x\""));
        var line = Assert.Single(Documents.Read($"{{\"a\": \"x\", {keys}}}").Refusals.Lines());
        Assert.StartsWith("5,000 keys", line, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 1000);
    }
}
