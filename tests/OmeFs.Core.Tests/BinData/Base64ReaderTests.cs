using System.Text;
using OmeFs.Core.BinData;
using OmeFs.Core.Tests.Sources;

namespace OmeFs.Core.Tests.BinData;

/// <summary>Any range of any text, against the framework's decoder of the whole; and what of it is kept, and read.</summary>
public class Base64ReaderTests
{
    private const int Decoded = 700_001;

    public static TheoryData<string> Ways => ["one line", "76", "16, indented", "5 a line", "ragged", "last line longer", "no padding"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_range_is_what_the_whole_decodes_to(string way)
    {
        var (want, written) = Written(way);
        var source = new MemorySource(written);
        var text = Survey(written, 4093);
        Assert.Equal(want.Length, text.DecodedBytes);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var start = round % 3 == 0 ? want.Length - random.Next(1, 100) : random.Next(want.Length);
            var length = Math.Min(round % 5 == 0 ? 400_000 : random.Next(1, 200), want.Length - start);
            var got = new byte[length];
            await new Base64Reader(source).ReadAsync(text, start, got);
            Assert.True(want.AsSpan(start, length).SequenceEqual(got), $"{length} bytes at {start}");
        }
    }

    [Theory]
    [InlineData("one line", 0)]
    [InlineData("76", 0)]
    [InlineData("16, indented", 0)]
    [InlineData("5 a line", 14)]
    [InlineData("ragged", 14)]
    [InlineData("last line longer", 14)]
    public void Marks_are_kept_only_where_lines_are_irregular(string way, int marks)
    {
        var text = Survey(Written(way).Text, 1 << 20);
        Assert.Equal(marks, text.Marks?.Length ?? 0);
        Assert.Equal(text, Survey(Written(way).Text, 61) with { Marks = text.Marks });
    }

    [Theory]
    [InlineData("one line", 1000, 1004)]
    [InlineData("76", 1000, 1022)]
    [InlineData("16, indented", 1000, 1850)]
    [InlineData("ragged", 1000, 100_000)]
    public async Task Only_the_characters_that_hold_a_range_are_read(string way, int characters, int most)
    {
        var written = Written(way).Text;
        var source = new MemorySource(written);
        await new Base64Reader(source).ReadAsync(Survey(written, 1 << 20), 300_001, new byte[characters / 4 * 3]);
        Assert.InRange(source.BytesRead, characters, most);
        Assert.Single(source.Reads);
    }

    [Fact]
    public void Characters_scattered_over_white_space_are_not_taken()
    {
        var scattered = new Base64Survey();
        for (var i = 0; i < 3; i++)
        {
            scattered.Add("AAAAA"u8, i * 1_000_000L);
            scattered.Add(new byte[900_000].Select(_ => (byte)' ').ToArray(), (i * 1_000_000L) + 5);
            scattered.Add("A"u8, (i * 1_000_000L) + 999_999);
        }
        Assert.Null(scattered.Finish());
    }

    private static Base64Text Survey(byte[] text, int piece)
    {
        var survey = new Base64Survey();
        var at = 0;
        foreach (var part in text.Chunk(piece))
        {
            survey.Add(part, at);
            at += part.Length;
        }
        return survey.Finish()!.Value;
    }

    private static (byte[] Decoded, byte[] Text) Written(string way)
    {
        var decoded = TestDocument.Bytes(Decoded);
        var text = Convert.ToBase64String(decoded);
        return (decoded, Encoding.ASCII.GetBytes(way switch
        {
            "one line" => $"\n\n   {text}  \n",
            "76" => Lines(text, 76, "\n"),
            "16, indented" => "\r\n" + Lines(text, 16, "\r\n          "),
            "5 a line" => Lines(text, 5, "\n"),
            "last line longer" => Lines(text[..933_000], 100, "\n") + text[933_000..],
            "no padding" => Lines(text.TrimEnd('='), 64, "\n"),
            _ => string.Concat(text.Chunk(997).Select((part, i) => new string(part) + new string(" \t\r\n"[i % 4], 1 + (i % 9)))),
        }));
    }

    private static string Lines(string text, int length, string end) => string.Concat(text.Chunk(length).Select(line => new string(line) + end));
}
