using Spectre.Console;

namespace OmeFs.Reports;

/// <summary>The console for people. Where the output is no terminal it is wide, and has no colours.</summary>
internal static class Terminal
{
    /// <summary>Wide enough for two paths of the greatest length: what a program reads must not be cut.</summary>
    private const int PipeWidth = 8_192;

    public static IAnsiConsole Console { get; } = Create();

    private static IAnsiConsole Create()
    {
        var piped = System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = piped ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = piped ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = piped ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (piped)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
