using System.Text;
using System.Text.RegularExpressions;

namespace OmeFs.Fuzz.Mutations;

/// <summary>Changes of attributes, tags and elements of an XML document, or of an ImageJ description's lines.</summary>
internal static partial class XmlMutator
{
    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        if (random.Next(6) == 0)
            return ByteMutator.Mutate(bytes, other, random);
        var text = Encoding.UTF8.GetString(bytes);
        return random.Next(8) switch
        {
            0 or 1 or 2 => Utf8(TextMutator.Replace(text, Attributes(), random, found => found.Groups[1].Value + Interesting.Word(random) + "\"")),
            3 => Utf8(Move(text, random)),
            4 => Utf8(TextMutator.Replace(text, Tag(), random, found => random.Next(2) == 0 ? "" : found.Value + found.Value)),
            5 => Utf8(TextMutator.Replace(text, Name(), random, found => TextMutator.Any(Encoding.UTF8.GetString(other), Name(), random) ?? found.Value)),
            6 => Utf8(Insert(text, random)),
            _ => Reencode(text, random),
        };
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A run of tags copied, or moved, to another place: elements within elements they do not belong to, twice, or never closed.</summary>
    private static string Move(string text, Random random)
    {
        var tags = Tag().Matches(text);
        if (tags.Count < 2)
            return text;
        var first = random.Next(tags.Count);
        var last = Math.Min(tags.Count - 1, first + random.Next(8));
        var (start, end) = (tags[first].Index, tags[last].Index + tags[last].Length);
        var run = text[start..end];
        var rest = random.Next(2) == 0 ? text : text.Remove(start, end - start);
        var to = Math.Min(rest.Length, tags[random.Next(tags.Count)].Index);
        return rest.Insert(to, random.Next(10) == 0 ? string.Concat(Enumerable.Repeat(run, random.Next(2, 200))) : run);
    }

    private static string Insert(string text, Random random)
    {
        string[] all =
        [
            "<!DOCTYPE OME [<!ENTITY a \"b\">]>", "&a;", "<![CDATA[x]]>", "<!-- x -->", "<?x y?>", "\u0000", "<a xmlns=\"\">", "</OME>", "<TiffData/>", "<MetadataOnly/>",
            "<Channel SamplesPerPixel=\"3\"/>", "<TiffData IFD=\"1\" PlaneCount=\"-2\"/>", "<BinaryOnly MetadataFile=\"x\" UUID=\"y\"/>", " xmlns:a=\"b\" ", "\r", "\u2028",
        ];
        return text.Insert(random.Next(text.Length + 1), all[random.Next(all.Length)]);
    }

    private static byte[] Reencode(string text, Random random) => random.Next(4) switch
    {
        0 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        1 => Encoding.BigEndianUnicode.GetBytes(text),
        2 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        _ => Encoding.Latin1.GetBytes(text),
    };

    [GeneratedRegex("([\\w:]+ *= *\")[^\"]*\"")]
    private static partial Regex Attributes();

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?<=[<\\s/])[A-Za-z]\\w+(?=[\\s=/>])")]
    private static partial Regex Name();
}
