using OmeFs.Commands;
using OmeFs.Core;

namespace OmeFs;

/// <summary>The `omefs` program: parses the command line, and turns faults into a line on standard error and an exit code.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var parsed = OmeFsCommand.Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"omefs: {error.Message}");
            await Console.Error.WriteLineAsync($"Try 'omefs {CommandPath(parsed)}--help'.");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OmeFsException fault)
        {
            await Console.Error.WriteLineAsync($"omefs: {fault.Message}");
            return ExitCode.Of(fault.Kind);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("omefs: interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static string CommandPath(System.CommandLine.ParseResult parsed) =>
        parsed.CommandResult.Command is System.CommandLine.RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
