using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>The console for people. Where the output is no terminal it is wide, and has no colours.</summary>
/// <remarks>*Invariant:* takes no text but as <see cref="TerminalText"/>, in which bytes of a file are harmless.</remarks>
internal sealed class Terminal
{
    /// <summary>Wide enough for two paths of the greatest length: what a program reads must not be cut.</summary>
    private const int PipeWidth = 8_192;

    private readonly IAnsiConsole _console;

    private Terminal(TextWriter writer, bool piped)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = piped ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = piped ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = piped ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (piped)
            _console.Profile.Width = PipeWidth;
    }

    public static Terminal Output { get; } = new(Console.Out, Console.IsOutputRedirected);

    /// <summary>The same on standard error, where standard output is for what was asked for.</summary>
    public static Terminal Error => field ??= new(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether somebody is there to see what changes.</summary>
    public bool IsInteractive => _console.Profile.Capabilities.Interactive;

    public void Line() => _console.WriteLine();

    /// <summary>Colours are those of the literal part.</summary>
    public void Line(FormattableString text) => _console.MarkupLine(TerminalText.Of(text).Markup);

    public void Write(TerminalTable table) => _console.Write(table.Drawn());

    /// <summary>Names with what they stand for, two columns without a frame.</summary>
    public void Write(params ReadOnlySpan<(string Name, string Text)> pairs)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().NoWrap().PadRight(0));
        foreach (var (name, text) in pairs)
            grid.AddRow(name, ((TerminalText)text).Markup);
        _console.Write(grid);
    }

    public void Write(TerminalTree tree)
    {
        var drawn = new Tree(tree.Text.Markup);
        Add(drawn, tree.Below);
        _console.Write(drawn);
    }

    /// <summary>Shows what is being done while it is done.</summary>
    /// <param name="work">Gets what to call with what it is at.</param>
    public Task<T> TellingAsync<T>(string what, Func<Action<string>, Task<T>> work) =>
        _console.Status().StartAsync(what, status => work(name => status.Status(((TerminalText)(what + name)).Markup)));

    /// <summary>Bars, drawn on this console.</summary>
    public Progress Progress() => _console.Progress();

    private static void Add(IHasTreeNodes parent, IReadOnlyList<TerminalTree> children)
    {
        foreach (var child in children)
            Add(parent.AddNode(child.Text.Markup), child.Below);
    }
}
