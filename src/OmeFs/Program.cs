using System.Runtime.CompilerServices;
using OmeFs.Commands;
using OmeFs.Reports;

namespace OmeFs;

/// <summary>The `omefs` program: parses the command line, and converts faults to a line on standard error and an exit code.</summary>
internal static class Program
{
    /// <summary>*Invariant:* uses no other assembly before there are known to be enough descriptors to load one.</summary>
    public static int Main(string[] args) => OpenFilesCheck.Refuse() ?? Start(args);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Start(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        StandardStreams.Guard();
        args = CommandWords.Of(args);
        var failures = new Failures(CommandLine.JsonOf(args));
        // Exceptions of other threads, which no caller can catch.
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Environment.Exit(failures.Report((Exception)unhandled.ExceptionObject));
        MountHelper? helper = null;
        try
        {
            helper = MountHelper.Of(args);
            var code = await RunAsync(helper?.Words ?? args, helper, failures);
            return helper is null ? code : MountHelper.CodeOf(code);
        }
        catch (Exception failure)
        {
            var code = failures.Report(failure);
            return helper is null ? code : MountHelper.CodeOf(code);
        }
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> given, MountHelper? helper, Failures failures)
    {
        var words = MountWords.Expand(given, helper?.Sloppy == true);
        var parsed = OmeFsCommand.Parse(words);
        if (CommandLine.Errors(parsed, words) is { Count: > 0 } errors)
            return failures.ReportUsage(errors);
        return helper?.Fake == true ? ExitCode.Done : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
