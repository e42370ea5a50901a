using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>A table of one line a row.</summary>
internal sealed class TerminalTable
{
    public TerminalTable(params string[] columns)
    {
        foreach (var column in columns)
            Drawn.AddColumn(new TableColumn(column).NoWrap());
    }

    public Table Drawn { get; } = new Table().Border(TableBorder.Simple);

    public void Row(params ReadOnlySpan<TerminalText> cells)
    {
        var row = new Markup[cells.Length];
        for (var i = 0; i < row.Length; i++)
            row[i] = new Markup(cells[i].Markup);
        Drawn.AddRow(row);
    }
}
