using OmeFs.Commands;
using OmeFs.Reports;

namespace OmeFs;

/// <summary>The `omefs` program: parses the command line, and turns faults into a line on standard error and an exit code.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        StandardStreams.Guard();
        var failures = new Failures(CommandLine.JsonOf(args));
        // Of a thread of its own: nobody else can catch it any more.
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Environment.Exit(failures.Report((Exception)unhandled.ExceptionObject));
        try
        {
            var parsed = OmeFsCommand.Parse(args);
            if (CommandLine.Errors(parsed, args) is { Count: > 0 } errors)
                return failures.ReportUsage(errors);
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception failure)
        {
            return failures.Report(failure);
        }
    }
}
