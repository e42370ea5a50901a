using System.Globalization;
using System.Text;

namespace OmeFs.Core;

/// <summary>
/// Texts as a terminal or a log may have them: what would move, colour, hide or turn around what is shown stands there as \u001b, in four
/// hexadecimal digits. For where texts are shown, not for where they are made.
/// </summary>
public static class PrintableText
{
    private const string SafeInShells = "-_./:@%+=,";

    /// <summary>One line: a line break is escaped, too, since nobody could tell whether it came out of a file.</summary>
    public static string Of(string text) => Of(text, lineBreaks: false);

    /// <summary>Lines that were made here: JSON, in which those of a file are escaped already, or a stack.</summary>
    public static string OfLines(string text) => Of(text, lineBreaks: true);

    /// <summary>A word that may be copied into a shell's command line, quoted where it has to be.</summary>
    public static string Word(string text) => text.Length > 0 && text.All(one => char.IsAsciiLetterOrDigit(one) || SafeInShells.Contains(one))
        ? text
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Of(string text, bool lineBreaks)
    {
        if (!text.Any(one => IsActive(one, lineBreaks)))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var one in text)
            _ = IsActive(one, lineBreaks) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}") : shown.Append(one);
        return shown.ToString();
    }

    /// <summary>C0, DEL, C1, line and paragraph separators, and what sets the direction of writing (UAX #9, section 2).</summary>
    private static bool IsActive(char one, bool lineBreaks) => one switch
    {
        '\n' => !lineBreaks,
        '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        _ => char.IsControl(one),
    };
}
