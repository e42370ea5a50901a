using Spectre.Console;
using Spectre.Console.Rendering;

namespace OmeFs.Reports;

/// <summary>The console for people. If the output is not a terminal, it is very wide and has no colours.</summary>
/// <remarks>*Invariant:* takes texts only as <see cref="TerminalText"/>, in which bytes of a file are harmless.</remarks>
internal sealed class Terminal
{
    /// <summary>Wide enough for two paths of the greatest length, because lines must not be cut for programs that read them.</summary>
    private const int PipeWidth = 8_192;

    private readonly IAnsiConsole _console;

    /// <summary>The same console without line breaking, so that a path longer than a line can be copied as one.</summary>
    private readonly IAnsiConsole _unbroken;

    /// <summary>Null for a terminal.</summary>
    private readonly TextWriter? _pipe;

    private Terminal(TextWriter writer, bool piped)
    {
        _pipe = piped ? writer : null;
        _console = Make(writer, piped);
        _unbroken = Make(writer, piped);
        _unbroken.Profile.Width = PipeWidth;
        if (piped)
            _console.Profile.Width = PipeWidth;
    }

    public static Terminal Output { get; } = new(Console.Out, Console.IsOutputRedirected);

    /// <summary>The console on standard error, for messages if standard output has the result.</summary>
    public static Terminal Error => field ??= new(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether the output is an interactive terminal that can redraw lines.</summary>
    public bool IsInteractive => _console.Profile.Capabilities is { Interactive: true, Ansi: true };

    private bool IsUnicode => _console.Profile.Capabilities.Unicode;

    public void Line() => _console.WriteLine();

    /// <summary>Writes a line with the colours of its literal part. Breaks it only between words.</summary>
    public void Line(FormattableString text)
    {
        var line = Shown(TerminalText.Of(text));
        var longestWord = ((IRenderable)line).Measure(RenderOptions.Create(_unbroken, _unbroken.Profile.Capabilities), PipeWidth).Min;
        var console = longestWord > _console.Profile.Width ? _unbroken : _console;
        console.Write(line);
        console.WriteLine();
    }

    /// <summary>Writes text that is to be copied, without breaking lines.</summary>
    public void Unbroken(FormattableString text)
    {
        _unbroken.Write(Shown(TerminalText.Of(text)));
        _unbroken.WriteLine();
    }

    public void Write(TerminalTable table)
    {
        if (_pipe is not null)
            WriteTrimmed(table);
        else if (table.Fits(_console.Profile.Width, RenderOptions.Create(_unbroken, _unbroken.Profile.Capabilities)))
            _console.Write(table.Drawn(IsUnicode));
        else
            WriteAsLists(table);
    }

    /// <summary>Writes pairs of names and texts, in two columns without a frame.</summary>
    public void Write(params ReadOnlySpan<(string Name, string Text)> pairs)
    {
        var width = 0;
        foreach (var (name, _) in pairs)
            width = Math.Max(width, name.Length);
        foreach (var (name, text) in pairs)
            Unbroken($"  {name.PadRight(width)}  {text}");
    }

    public void Write(TerminalTree tree)
    {
        var drawn = new Tree(tree.Text.Markup).Guide(IsUnicode ? TreeGuide.Line : TreeGuide.Ascii);
        Add(drawn, tree.Below);
        _console.Write(drawn);
    }

    /// <summary>Shows a status line while work goes on.</summary>
    /// <param name="work">Gets a function to report what it is doing.</param>
    public Task<T> WithStatusAsync<T>(string what, Func<Action<string>, Task<T>> work) =>
        _console.Status().StartAsync(what, status => work(name => status.Status(((TerminalText)(what + name)).Markup)));

    /// <summary>Bars, drawn on this console.</summary>
    public Progress Progress() => _console.Progress();

    private static IAnsiConsole Make(TextWriter writer, bool piped)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = piped ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = piped ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = piped ? InteractionSupport.No : InteractionSupport.Detect,
            // The default enrichers write colours into pipes on build servers.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = TerminalLocale.IsUnicode;
        return console;
    }

    /// <summary>Without the spaces that fill up the columns at the ends of lines: a pipe has no width, and its longest line may have thousands.</summary>
    private void WriteTrimmed(TerminalTable table)
    {
        var drawn = new StringWriter();
        var console = Make(drawn, piped: true);
        console.Profile.Width = PipeWidth;
        console.Write(table.Drawn(IsUnicode));
        foreach (var line in drawn.ToString().TrimEnd('\n').Split('\n'))
            _pipe!.WriteLine(line.TrimEnd());
    }

    /// <summary>The first cell of a row is its title.</summary>
    private void WriteAsLists(TerminalTable table)
    {
        var width = table.Columns.Skip(1).Max(name => name.Length);
        foreach (var row in table.Rows)
        {
            if (row[0].Markup.Length > 0)
            {
                Line();
                Unbroken($"{table.Columns[0]} [bold]{row[0]}[/]");
            }
            for (var column = 1; column < row.Count; column++)
                if (row[column].Markup.Length > 0)
                    Unbroken($"  {table.Columns[column].PadRight(width)}  {row[column]}");
        }
        Line();
    }

    private Markup Shown(TerminalText text) => new(TerminalLocale.Spelled(text.Markup));

    private static void Add(IHasTreeNodes parent, IReadOnlyList<TerminalTree> children)
    {
        foreach (var child in children)
            Add(parent.AddNode(child.Text.Markup), child.Below);
    }
}
