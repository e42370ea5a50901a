using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>The console for people. Where the output is no terminal it is wide, and has no colours.</summary>
internal static class Terminal
{
    /// <summary>Wide enough for two paths of the greatest length: what a program reads must not be cut.</summary>
    private const int PipeWidth = 8_192;

    public static IAnsiConsole Console { get; } = Create(System.Console.Out, System.Console.IsOutputRedirected);

    /// <summary>The same on standard error, where standard output is for what was asked for.</summary>
    public static IAnsiConsole Error { get; } = Create(System.Console.Error, System.Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool piped)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = piped ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = piped ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = piped ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (piped)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
