using System.Text.Json;
using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Logging;

namespace OmeFs.Reports;

/// <summary>Reports a failed command: as lines on standard error, as JSON on standard output if requested, and as an exit code.</summary>
internal sealed class Failures(FailureJson json)
{
    private const string UsageKind = "usage", InterruptedKind = "interrupted";

    public static ErrorDetails Details(OmeFsException fault) => Details(fault.Lines, JsonName(fault.Kind), ExitCode.Of(fault.Kind));

    /// <returns>The exit code.</returns>
    public int Report(Exception failure) => failure switch
    {
        OmeFsException fault => Write(fault.Lines, JsonName(fault.Kind), ExitCode.Of(fault.Kind)),
        DaemonFailedException daemon => WriteJson(daemon.Report),
        OperationCanceledException => ReportInterrupted(),
        AggregateException { InnerExceptions: [var only] } => Report(only),
        OutOfMemoryException => Write(["there is not enough memory for this"], JsonName(FaultKind.LimitExceeded), ExitCode.Failed),
        _ => Unforeseen(failure),
    };

    /// <summary>The terminal's Ctrl-C reaches a daemon that starts, too. The command that started it says so, once.</summary>
    private int ReportInterrupted()
    {
        string[] lines = ["interrupted"];
        return json == FailureJson.Line
            ? WriteJson(new ErrorReport(Details(lines, InterruptedKind, ExitCode.Interrupted)))
            : Write(lines, InterruptedKind, ExitCode.Interrupted);
    }

    /// <param name="lines">What is wrong with the command line, and what to do.</param>
    public int ReportUsage(IReadOnlyList<string> lines) => Write(lines, UsageKind, ExitCode.Usage);

    /// <summary>The stack trace is for developers of omefs, so it goes into the log.</summary>
    private int Unforeseen(Exception failure)
    {
        var system = SystemFault.Is(failure);
        var what = system ? $"the system refused an operation: {SystemFault.Words(failure)}" : "this is a bug in omefs, not in your file; please report it";
        var hint = CrashLog.TryWrite(failure) is { } log ? $"The details are in {log}." : $"The details are lost: the log {DefaultLog.File ?? "in the home folder"} cannot be written.";
        return Write([what, hint], JsonName(system ? FaultKind.SourceFailed : FaultKind.Bug), ExitCode.Failed);
    }

    private int Write(IReadOnlyList<string> lines, string kind, int code)
    {
        ErrorOutput.Write(lines);
        return WriteJson(new ErrorReport(Details(lines, kind, code)));
    }

    private static ErrorDetails Details(IReadOnlyList<string> lines, string kind, int code) =>
        new(kind, lines[0], lines.Count > 1 ? string.Join('\n', lines.Skip(1)) : null, code);

    private int WriteJson(ErrorReport report)
    {
        try
        {
            if (json != FailureJson.None)
                Console.Out.WriteLine(PrintableText.OfLines(JsonSerializer.Serialize(report, (json == FailureJson.Line ? ReportJson.Compact : ReportJson.Readable).ErrorReport)));
        }
        catch (OmeFsException)
        {
            // Standard output cannot be written; standard error has the same text.
        }
        return report.Error.ExitCode;
    }

    private static string JsonName(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

/// <summary>Whether a failure is also written to standard output.</summary>
internal enum FailureJson
{
    None,

    /// <summary>For a program that asked for `--json`.</summary>
    Readable,

    /// <summary>For the process that started this one as its daemon.</summary>
    Line,
}

/// <summary>The daemon has failed. It has already reported why on standard error.</summary>
internal sealed class DaemonFailedException(ErrorReport report) : Exception
{
    public ErrorReport Report => report;
}

/// <summary>Where the stack trace of a bug goes: the log that a daemon would write.</summary>
internal static class CrashLog
{
    /// <returns>The log's path; null if it cannot be written.</returns>
    public static string? TryWrite(Exception failure)
    {
        try
        {
            using var file = DefaultLog.Open();
            file.Write(LogLine.Spell(DateTime.Now, LogLevel.Critical, CommandLine, failure));
            return DefaultLog.File;
        }
        catch (OmeFsException)
        {
            return null;
        }
    }

    private static string CommandLine => string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("omefs").Select(PrintableText.Word));
}
