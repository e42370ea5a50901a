using System.Globalization;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>A text with colours. Values in it are literal: they cannot give colours or commands to a terminal.</summary>
internal readonly record struct TerminalText
{
    private TerminalText(string markup) => Markup = markup;

    /// <summary>The text in Spectre's markup.</summary>
    public string Markup { get; }

    public static implicit operator TerminalText(string text) => new(Spectre.Console.Markup.Escape(PrintableText.Of(text)));

    /// <summary>The colours of the literal part apply; values are literal.</summary>
    public static TerminalText Of(FormattableString text) =>
        new(string.Format(CultureInfo.InvariantCulture, text.Format, Array.ConvertAll(text.GetArguments(), Literally)));

    /// <summary>Numbers keep the format in the text.</summary>
    private static object? Literally(object? value) => value switch
    {
        string text => ((TerminalText)text).Markup,
        TerminalText text => text.Markup,
        _ => value,
    };
}
