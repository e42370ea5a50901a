using System.Globalization;
using OmeFs.Core;

namespace OmeFs.Reports;

/// <summary>A text with colours in it. Whatever it was made of stands there literally: no colour and no command to a terminal comes out of it.</summary>
internal readonly record struct TerminalText
{
    private TerminalText(string markup) => Markup = markup;

    /// <summary>As Spectre reads it.</summary>
    public string Markup { get; }

    public static implicit operator TerminalText(string text) => new(Spectre.Console.Markup.Escape(PrintableText.Of(text)));

    /// <summary>Colours are those of the literal part; what is filled in is literal.</summary>
    public static TerminalText Of(FormattableString text) =>
        new(string.Format(CultureInfo.InvariantCulture, text.Format, Array.ConvertAll(text.GetArguments(), Literally)));

    /// <summary>Numbers keep what their format says of them.</summary>
    private static object? Literally(object? value) => value switch
    {
        string text => ((TerminalText)text).Markup,
        TerminalText text => text.Markup,
        _ => value,
    };
}
