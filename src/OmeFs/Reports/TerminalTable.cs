using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>A table of one line a row. Where the terminal is too narrow for it, long texts are broken, never numbers and names.</summary>
internal sealed class TerminalTable(params string[] columns)
{
    /// <summary>What is no longer stays in one line: shapes, types, counts. Arbitrary; three of them leave room for a text in 80 columns.</summary>
    private const int Short = 22;

    private readonly List<TerminalText[]> _rows = [];

    public void Row(params ReadOnlySpan<TerminalText> cells) => _rows.Add(cells.ToArray());

    public Table Drawn()
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var column = 0; column < columns.Length; column++)
        {
            var cells = _rows.ConvertAll(row => new Markup(row[column].Markup));
            table.AddColumn(cells.TrueForAll(cell => cell.Length <= Short) ? new TableColumn(columns[column]).NoWrap() : new TableColumn(columns[column]));
        }
        foreach (var row in _rows)
            table.AddRow(Array.ConvertAll(row, cell => new Markup(cell.Markup)));
        return table;
    }
}
