using Spectre.Console;
using Spectre.Console.Rendering;

namespace OmeFs.Reports;

/// <summary>
/// A table with one line per row, if it fits; only its last column is broken, between words. If it does not fit, each row is a list of names and
/// values. Paths, names and numbers are never broken, so that they can be copied.
/// </summary>
internal sealed class TerminalTable(params string[] columns)
{
    /// <summary>Cells for the border and padding: three per column, and one more.</summary>
    private const int Around = 3;

    private readonly List<TerminalText[]> _rows = [];

    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<IReadOnlyList<TerminalText>> Rows => _rows;

    public void Row(params ReadOnlySpan<TerminalText> cells) => _rows.Add(cells.ToArray());

    /// <param name="width">Width of the terminal, in cells.</param>
    public bool Fits(int width, RenderOptions options)
    {
        var last = columns.Length - 1;
        var needed = columns.Select((name, column) => _rows.Select(row => Width(row[column], options, longestWord: column == last)).Append(name.Length).Max() + Around);
        return needed.Sum() + 1 <= width;
    }

    public Table Drawn(bool unicode)
    {
        var table = new Table().Border(unicode ? TableBorder.Simple : TableBorder.Ascii);
        for (var column = 0; column < columns.Length; column++)
            table.AddColumn(column < columns.Length - 1 ? new TableColumn(columns[column]).NoWrap() : new TableColumn(columns[column]));
        foreach (var row in _rows)
            table.AddRow(Array.ConvertAll(row, cell => new Markup(TerminalLocale.Spelled(cell.Markup))));
        return table;
    }

    private static int Width(TerminalText cell, RenderOptions options, bool longestWord)
    {
        var measured = ((IRenderable)new Markup(cell.Markup)).Measure(options, int.MaxValue);
        return longestWord ? measured.Min : measured.Max;
    }
}
