using System.Buffers;
using System.Text;

namespace OmeFs.Core.References.Json;

/// <summary>Describes in plain words why a text is not JSON, at the place where it stops being JSON.</summary>
internal static class JsonFault
{
    private const int MostQuoted = 20;
    private const string CutShort = " (an unfinished copy or download?)";
    private const string EndsEarly = $"it ends too early{CutShort}";

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eE"u8);
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n,:]}"u8);

    /// <param name="text">The text after the last token that was read.</param>
    /// <param name="hasEnded">Whether nothing follows <paramref name="text"/>.</param>
    /// <returns>The offset in <paramref name="text"/>, and what is wrong.</returns>
    public static (int At, string What) Describe(ReadOnlySpan<byte> text, bool hasEnded)
    {
        var at = AfterSpace(text, 0);
        if (at == text.Length)
            return (at, EndsEarly);
        if (text[at] is (byte)',' or (byte)':')
        {
            var next = AfterSpace(text, at + 1);
            if (next == text.Length)
                return (next, EndsEarly);
            if (text[next] is (byte)'}' or (byte)']' or (byte)',' or (byte)':')
                return (at, $"'{(char)text[at]}' is followed by '{(char)text[next]}', and nothing is between them");
            at = next;
        }
        if (hasEnded && (!text[at..].ContainsAnyExcept(OfNumbers) || BeginsWord(text[at..])))
            return (text.Length, EndsEarly);
        return text[at] switch
        {
            (byte)'"' => InText(text, at, hasEnded),
            (byte)'/' or (byte)'#' => (at, "a comment, which JSON does not have"),
            (byte)'\'' => (at, "a string in single quotes; JSON has double quotes"),
            (byte)'}' or (byte)']' or (byte)'{' or (byte)'[' => (at, $"'{(char)text[at]}' is not expected there"),
            0xEF when text[at..].StartsWith("\uFEFF"u8) => (at, "a second byte order mark"),
            _ => (at, $"'{Word(text[at..])}' is not expected there"),
        };
    }

    private static (int At, string What) InText(ReadOnlySpan<byte> text, int start, bool hasEnded)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] < 0x20)
                return (at, $"a string with the control character 0x{text[at]:X2}; JSON has it as \\u{(int)text[at]:x4}");
            if (text[at] == (byte)'"')
                return (start, $"the string {Word(text[start..])} is not expected there");
            if (text[at] != (byte)'\\')
                continue;
            if (at + 1 < text.Length && !"\"\\/bfnrtu"u8.Contains(text[at + 1]))
                return (at, $"a string with '\\{(char)text[at + 1]}', which JSON does not have");
            if (at + 5 < text.Length && text[at + 1] == (byte)'u' && text.Slice(at + 2, 4).ContainsAnyExcept(Hexadecimal))
                return (at, "a string with '\\u' and fewer than four hexadecimal digits");
            at++;
        }
        return (start, hasEnded ? $"a string that does not end{CutShort}" : "a string that is not JSON");
    }

    private static bool BeginsWord(ReadOnlySpan<byte> text) =>
        "true"u8.StartsWith(text) || "false"u8.StartsWith(text) || "null"u8.StartsWith(text) || "NaN"u8.StartsWith(text) || "-Infinity"u8.StartsWith(text) || "Infinity"u8.StartsWith(text);

    private static int AfterSpace(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return rest < 0 ? text.Length : at + rest;
    }

    private static string Word(ReadOnlySpan<byte> text)
    {
        var end = text[1..].IndexOfAny(WordEnds);
        return Encoding.UTF8.GetString(text[..Math.Min(end < 0 ? text.Length : end + 1, MostQuoted)]);
    }
}
