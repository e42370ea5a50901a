using OmeFs.Commands;
using OmeFs.Core;
using OmeFs.Reports;

namespace OmeFs;

/// <summary>The `omefs` program: parses the command line, and turns faults into a line on standard error and an exit code.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var parsed = OmeFsCommand.Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors.SkipLast(1))
                Complaint.Write(error.Message);
            Complaint.Write(parsed.Errors[^1].Message, $"Try 'omefs {CommandPath(parsed)}--help'.");
            return ExitCode.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OmeFsException fault)
        {
            Complaint.Write(fault.Lines);
            return ExitCode.Of(fault.Kind);
        }
        catch (OperationCanceledException)
        {
            Complaint.Write("interrupted");
            return ExitCode.Interrupted;
        }
    }

    private static string CommandPath(System.CommandLine.ParseResult parsed) =>
        parsed.CommandResult.Command is System.CommandLine.RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
