using System.Text;
using OmeFs.Core.References.Json;

namespace OmeFs.Core.Tests.References;

/// <summary>References that are told by their bytes alone are what the JSON reader would have made of them.</summary>
public sealed class PlainReferenceTests
{
    private const string Plain = " ,\n\t\"a/0.0\" : [ \"http://x/é\" , 0 , 123456789012345678 ]";

    [Fact]
    public void A_plain_one_is_taken_apart()
    {
        Assert.True(PlainReference.TryRead(Encoding.UTF8.GetBytes(Plain + ", \"b\""), out var reference));
        Assert.Equal(("a/0.0", "http://x/é"), (Encoding.UTF8.GetString(reference.Key), Encoding.UTF8.GetString(reference.Url)));
        Assert.Equal((0, 123456789012345678, Encoding.UTF8.GetByteCount(Plain)), (reference.Offset, reference.Length, reference.TextLength));
    }

    [Fact]
    public void Cut_short_anywhere_it_is_none()
    {
        var text = Encoding.UTF8.GetBytes(Plain);
        Assert.All(Enumerable.Range(0, text.Length), length => Assert.False(PlainReference.TryRead(text.AsSpan(0, length), out _)));
    }

    [Theory]
    [InlineData("}")]
    [InlineData("\"a\": [\"u\", 1, 2]")]
    [InlineData(", \"a\\n\": [\"u\", 1, 2]")]
    [InlineData(", \"a\u0001\": [\"u\", 1, 2]")]
    [InlineData(", \"a\": [\"\\u0075\", 1, 2]")]
    [InlineData(", \"a\": [null, 1, 2]")]
    [InlineData(", \"a\": [\"u\"]")]
    [InlineData(", \"a\": [\"u\", 1, 2, 3]")]
    [InlineData(", \"a\": [\"u\", -1, 2]")]
    [InlineData(", \"a\": [\"u\", 01, 2]")]
    [InlineData(", \"a\": [\"u\", 1.0, 2]")]
    [InlineData(", \"a\": [\"u\", 1, 2e3]")]
    [InlineData(", \"a\": [\"u\", 1, ]")]
    [InlineData(", \"a\": [\"u\", 1234567890123456789, 2]")]
    [InlineData(", \"a\": \"u\"")]
    public void Anything_else_is_none(string text) => Assert.False(PlainReference.TryRead(Encoding.UTF8.GetBytes(text), out _));

    /// <summary>An escape in a key keeps it from being plain, and means the same.</summary>
    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 1000)]
    [InlineData(3, int.MaxValue)]
    public void A_document_reads_the_same_with_escapes_in_all_keys(int seed, int together)
    {
        var random = new Random(seed);
        var entries = Enumerable.Range(0, 3000).Select(_ => (Key: Key(random), Value: Value(random))).ToList();
        string Document(Func<string, string> spelt) => $"{{{string.Join(',', entries.Select(entry => $"{Space(random)}\"{spelt(entry.Key)}\"{Space(random)}:{Space(random)}{entry.Value}"))}}}";
        var (plain, escaped) = (Document(key => key), Document(key => $"\\u{(int)key[0]:x4}{key[1..]}"));
        var (read, expected) = (Documents.Read(Encoding.UTF8.GetBytes(plain), together), Documents.Read(escaped));
        Assert.Equal(Documents.Expanded(expected), Documents.Expanded(read));
        Assert.Equal(expected.Refusals.Lines(), read.Refusals.Lines());
    }

    [Fact]
    public void Values_of_any_length_may_stand_between()
    {
        var value = string.Concat(Enumerable.Repeat("0123456789", 100_000));
        var json = Encoding.UTF8.GetBytes($"{{\"a\": [\"u\", 1, 2], \"b\": \"{value}\", \"c\": [\"u\", 3, 4], \"d\": \"{value[..30_000]}\", \"e\": [\"u\", 5, 6]}}");
        var read = Documents.Expanded(Documents.Read(json, 50_000));
        Assert.Equal(["u 1 2", "= " + value, "u 3 4", "= " + value[..30_000], "u 5 6"], read.Values);
    }

    [Theory]
    [InlineData("{\"a\": [\"u\", 1, 2], \"version\": [\"u\", 1, 2]}", "version")]
    [InlineData("{\"a\": [\"u\", 1, 2], \"b\": [\"u\", 1, 2] \"c\": [\"u\", 1, 2]}", "at byte 36")]
    [InlineData("{\"a\": [\"u\", 1, 2], \"b\": [\"u\", 1, 2], \"c\": [\"u\", 1, 02]}", "at byte 5")]
    public void What_is_wrong_behind_plain_ones_is_told(string json, string word) =>
        Assert.Contains(word, Assert.Throws<OmeFsException>(() => Documents.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_of_parts_are_keys_in_version_0() => Assert.Equal(
        ["a", "refs", "z"],
        Documents.Expanded("{\"a\": [\"u\", 1, 2], \"refs\": [\"u\", 1, 2], \"z\": [\"u\", 1, 2]}").Keys);

    private static string Key(Random random) => random.Next(12) switch
    {
        0 => "a//b",
        1 => "../x",
        2 => "é" + random.Next(50),
        3 => "folder",
        _ => $"folder{random.Next(3)}/{random.Next(40)}.{random.Next(40)}",
    };

    private static string Value(Random random) => random.Next(14) switch
    {
        0 => "\"text\"",
        1 => "\"base64:aGVsbG8=\"",
        2 => "{\"x\": [1, 2.50]}",
        3 => "[\"u\"]",
        4 => "[null, 1, 2]",
        5 => "[\"\", 1, 2]",
        6 => $"[\"u\", {random.Next(3)}, {long.MaxValue - 1}]",
        7 => "[\"u\", 1.5, 2]",
        _ => $"[{Space(random)}\"{(random.Next(4) == 0 ? "v" : "u")}\"{Space(random)},{random.Next(100_000)}{Space(random)}, {random.NextInt64(1L << 50)}{Space(random)}]",
    };

    private static string Space(Random random) => random.Next(5) switch
    {
        0 => "\r\n\t",
        1 or 2 => " ",
        _ => "",
    };
}
