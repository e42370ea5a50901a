using Spectre.Console;
using Spectre.Console.Rendering;

namespace OmeFs.Reports;

/// <summary>The console for people. Where the output is no terminal it is wide, and has no colours.</summary>
/// <remarks>*Invariant:* takes no text but as <see cref="TerminalText"/>, in which bytes of a file are harmless.</remarks>
internal sealed class Terminal
{
    /// <summary>Wide enough for two paths of the greatest length: what a program reads must not be cut.</summary>
    private const int PipeWidth = 8_192;

    private readonly IAnsiConsole _console;

    /// <summary>The same, but lines are broken by the terminal alone: a path that is longer than a line can be copied as one.</summary>
    private readonly IAnsiConsole _unbroken;

    private Terminal(TextWriter writer, bool piped)
    {
        _console = Make(writer, piped);
        _unbroken = Make(writer, piped);
        _unbroken.Profile.Width = PipeWidth;
        if (piped)
            _console.Profile.Width = PipeWidth;
    }

    public static Terminal Output { get; } = new(Console.Out, Console.IsOutputRedirected);

    /// <summary>The same on standard error, if standard output is for what was asked for.</summary>
    public static Terminal Error => field ??= new(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether somebody is there to see what changes, on a terminal that can take it back.</summary>
    public bool IsInteractive => _console.Profile.Capabilities is { Interactive: true, Ansi: true };

    private bool IsUnicode => _console.Profile.Capabilities.Unicode;

    public void Line() => _console.WriteLine();

    /// <summary>Colours are those of the literal part. Broken between words alone.</summary>
    public void Line(FormattableString text)
    {
        var line = Shown(TerminalText.Of(text));
        var longestWord = ((IRenderable)line).Measure(RenderOptions.Create(_unbroken, _unbroken.Profile.Capabilities), PipeWidth).Min;
        var console = longestWord > _console.Profile.Width ? _unbroken : _console;
        console.Write(line);
        console.WriteLine();
    }

    /// <summary>For what is to be copied: broken by the terminal alone.</summary>
    public void Unbroken(FormattableString text)
    {
        _unbroken.Write(Shown(TerminalText.Of(text)));
        _unbroken.WriteLine();
    }

    public void Write(TerminalTable table)
    {
        if (table.Fits(_console.Profile.Width, RenderOptions.Create(_unbroken, _unbroken.Profile.Capabilities)))
            _console.Write(table.Drawn(IsUnicode));
        else
            WriteAsLists(table);
    }

    /// <summary>Names with what they stand for, two columns without a frame.</summary>
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
    /// <param name="work">Gets what to call with what it is at.</param>
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
            // They write colours into pipes where a build server runs us.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = TerminalLocale.IsUnicode;
        return console;
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
