using System.Text;

namespace OmeFs.Core.Tests.Sources;

public sealed class NameTextTests
{
    /// <summary>The texts are what os.fsdecode of Python 3.12 makes of these bytes under a UTF-8 locale. Not as attributes: those cannot hold them.</summary>
    private static readonly (string Escaped, string Text)[] Known =
    [
        ("plain.tif", "plain.tif"),
        ("10\\xb5m.tif", "10\udcb5m.tif"),
        ("10\\xc2\\xb5m.tif", "10\u00b5m.tif"),
        ("lat\\xe9", "lat\udce9"),
        ("lat\\xef\\xbf\\xbd", "lat\ufffd"),
        ("\\xff\\xfe", "\udcff\udcfe"),
        ("\\x80", "\udc80"),
        ("\\xc2", "\udcc2"),
        ("\\xe2\\x82", "\udce2\udc82"),
        ("\\xe2\\x82a", "\udce2\udc82a"),
        ("\\xc0\\xaf", "\udcc0\udcaf"),
        ("\\xed\\xb2\\x80", "\udced\udcb2\udc80"),
        ("\\xed\\xa0\\xbd\\xed\\xb2\\x80", "\udced\udca0\udcbd\udced\udcb2\udc80"),
        ("\\xf4\\x90\\x80\\x80", "\udcf4\udc90\udc80\udc80"),
        ("\\xf0\\x9f\\x94\\xac\\xb5", "\U0001F52C\udcb5"),
        ("\\xb5\\xf0\\x9f\\x94\\xac", "\udcb5\U0001F52C"),
        ("\\x8f\\xea\\x96\\xc1", "\udc8f\udcea\udc96\udcc1"),
        ("", ""),
    ];

    [Fact]
    public void Bytes_become_a_text_and_the_text_these_bytes() => Assert.All(Known, known =>
    {
        var bytes = Bytes(known.Escaped);
        Assert.Equal(known.Text, NameText.Of(bytes));
        Assert.Equal(bytes, NameText.BytesOf(known.Text));
        Assert.Equal(bytes.Length, NameText.ByteCount(known.Text));
    });

    [Fact]
    public void Any_bytes_survive()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
                bytes = [.. bytes.SelectMany(one => one < 128 ? Encoding.UTF8.GetBytes(char.ConvertFromUtf32(one + (one % 3 * 0x8001))) : [one])];
            var text = NameText.Of(bytes);
            Assert.Equal(bytes, NameText.BytesOf(text));
            Assert.Equal(bytes.Length, NameText.ByteCount(text));
        }
    }

    [Fact]
    public void What_stands_for_no_name_is_the_name_of_nothing_else() => Assert.All(["\ud83d", "a\ud83db", "\udc00", "\ud83d\ud83d\udcb5"], (string text) =>
    {
        var bytes = NameText.BytesOf(text);
        Assert.Equal(bytes.Length, NameText.ByteCount(text));
        Assert.NotEqual(text, NameText.Of(bytes));
        Assert.NotEqual(Encoding.UTF8.GetBytes(text), bytes);
    });

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_escapes() => Assert.All(
    [
        ("10\udcb5m.tif", "10\\xb5m.tif", "$'10\\xb5m.tif'"),
        ("\U0001F4B5.tif", "\U0001F4B5.tif", "'\U0001F4B5.tif'"),
        ("\U0001F4B5\udcb5", "\U0001F4B5\\xb5", "$'\U0001F4B5\\xb5'"),
        ("\ud83d", "\\ud83d", "$'\\ud83d'"),
        ("it's \\ \udc80", "it's \\ \\x80", "$'it\\'s \\\\ \\x80'"),
        ("a b", "a b", "'a b'"),
    ], ((string Text, string Shown, string Word) one) =>
    {
        Assert.Equal(one.Shown, PrintableText.Of(one.Text));
        Assert.Equal(one.Word, PrintableText.Of(PrintableText.Word(one.Text)));
    });

    /// <summary>With each \xNN as that byte.</summary>
    internal static byte[] Bytes(string escaped)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < escaped.Length; at++)
            if (escaped[at] != '\\')
                bytes.Add((byte)escaped[at]);
            else
            {
                bytes.Add(Convert.ToByte(escaped.Substring(at + 2, 2), 16));
                at += 3;
            }
        return [.. bytes];
    }
}
