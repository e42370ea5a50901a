using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace OmeFs.Fuzz.Mutations;

/// <summary>Changes of texts, numbers and members of a JSON document, also of one in gzip.</summary>
internal static partial class JsonMutator
{
    private static readonly string[] Words =
    [
        "\"\"", "\"..\"", "\"a/../b\"", "\"a//b\"", "\"a\"", "\"a/b\"", "\"a.b\"", "\"\\u0061\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\u0000\"", "\"/\"", "\"base64:aGk=\"",
        "\"base64:!\"", "\"{{u}}\"", "\"{{i}}\"", "\"{{i * 2 + 1}}\"", "\"{{i // j}}\"", "\"{{f(c=i)}}\"", "\"data.bin\"", "\"../secret\"", "\"out\"", "\"up/secret\"", "\"loop\"",
        "\"/etc/passwd\"", "\"file:///etc/passwd\"", "\"file:data.bin\"", "\"s3://b/k\"", "\"f\"", "\"version\"", "\"refs\"", "\"templates\"", "\"gen\"", "\"dimensions\"", "\"stop\"", "\"step\"",
        "\".zarray\"", "\"zarr.json\"", "\".zattrs\"", "null", "true", "{}", "[]", "[null]", "[\"data.bin\"]", "[\"data.bin\",1,2]", "[null,0,1]", "{\"a\":[1,2.50]}", "1.5", "-0", "1e400",
            "00", "07", "+1", "1.", "1234567890123456789", "é", "\u0001",
    ];

    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) && random.Next(2) == 0 && TryUnpack(bytes) is { } unpacked)
            return Pack(Mutate(unpacked, other, random));
        if (random.Next(6) == 0)
            return ByteMutator.Mutate(bytes, other, random);
        var text = Encoding.UTF8.GetString(bytes);
        return Encoding.UTF8.GetBytes(random.Next(6) switch
        {
            0 => TextMutator.Replace(text, Number(), random, found => random.Next(6) switch { 0 => Interesting.Word(random), 1 => "0" + found.Value, _ => $"{(long)Interesting.Number(random, 20)}" }),
            1 => TextMutator.Replace(text, random.Next(2) == 0 ? Scalar() : List(), random, _ => Words[random.Next(Words.Length)]),
            2 => TextMutator.Replace(text, random.Next(2) == 0 ? Scalar() : List(), random, found => Any(text, random) ?? found.Value),
            3 => TextMutator.Replace(text, random.Next(2) == 0 ? Scalar() : List(), random, found => Any(Encoding.UTF8.GetString(other), random) ?? found.Value),
            4 => TextMutator.Replace(text, Member(), random, found => random.Next(3) == 0 ? "" : found.Value + found.Value),
            _ => TextMutator.Replace(text, Between(), random, found => (string[])["", " ", "\n", ",", ":", "[", "]", "{", "}"] is var all ? all[random.Next(all.Length)]
                + (random.Next(2) == 0 ? found.Value : "") : ""),
        });
    }

    private static string? Any(string text, Random random) => TextMutator.Any(text, random.Next(2) == 0 ? Scalar() : List(), random);

    private static byte[]? TryUnpack(byte[] bytes)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var text = new byte[64 << 10];
            return text[..stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }

    [GeneratedRegex("-?[0-9]+")]
    private static partial Regex Number();

    /// <summary>A text, as a key too, a number or word.</summary>
    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|[-+.\\w]+")]
    private static partial Regex Scalar();

    /// <summary>One without lists in it.</summary>
    [GeneratedRegex("\\[[^\\[\\]]*\\]")]
    private static partial Regex List();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"\\s*:\\s*(?:\"(?:[^\"\\\\]|\\\\.)*\"|[-+.\\w]+|\\[[^\\[\\]]*\\]|\\{[^{}]*\\})\\s*,")]
    private static partial Regex Member();

    [GeneratedRegex("[\\s,:\\[\\]{}]")]
    private static partial Regex Between();
}
