using System.Globalization;
using System.Text;

namespace OmeFs.Core;

/// <summary>
/// Makes texts safe for a terminal or a log. Characters that would move, colour, hide or reverse the output become \u001b, with four hexadecimal
/// digits. A byte of a file name that is not UTF-8 becomes \xb5. Use this where texts are shown, not where they are made.
/// </summary>
public static class PrintableText
{
    private const string SafeInShells = "-_./:@%+=,";

    /// <summary>One line. Line breaks are escaped, because they may come from a file.</summary>
    public static string Of(string text) => Of(text, lineBreaks: false);

    /// <summary>Lines of omefs's own: JSON, in which line breaks of files are already escaped, or a stack trace.</summary>
    public static string OfLines(string text) => Of(text, lineBreaks: true);

    /// <summary>A word for a shell's command line, quoted if necessary; with bash's $'...' if it has escapes.</summary>
    public static string Word(string text)
    {
        if (text.Length > 0 && text.All(one => char.IsAsciiLetterOrDigit(one) || SafeInShells.Contains(one)))
            return text;
        return Enumerable.Range(0, text.Length).Any(at => IsActive(text, at, lineBreaks: false))
            ? $"$'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static string Of(string text, bool lineBreaks)
    {
        var first = 0;
        while (first < text.Length && !IsActive(text, first, lineBreaks))
            first++;
        if (first == text.Length)
            return text;
        var shown = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var at = first; at < text.Length; at++)
        {
            if (!IsActive(text, at, lineBreaks))
                shown.Append(text[at]);
            else if (NameText.IsLoneEscape(text, at))
                shown.Append(CultureInfo.InvariantCulture, $"\\x{NameText.ByteOf(text[at]):x2}");
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}");
        }
        return shown.ToString();
    }

    /// <summary>C0, DEL, C1, line and paragraph separators, direction controls (UAX #9, section 2), and unpaired surrogates.</summary>
    private static bool IsActive(string text, int at, bool lineBreaks) => text[at] switch
    {
        '\n' => !lineBreaks,
        '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        var one when char.IsHighSurrogate(one) => at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]),
        var one when char.IsLowSurrogate(one) => at == 0 || !char.IsHighSurrogate(text[at - 1]),
        var one => char.IsControl(one),
    };
}
