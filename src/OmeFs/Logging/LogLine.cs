using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using OmeFs.Core;

namespace OmeFs.Logging;

/// <summary>Formats a line of the log. Its texts are safe for a terminal. A stack trace takes further lines.</summary>
internal static partial class LogLine
{
    /// <summary>Bytes that are enough for <see cref="BeginsLog"/>.</summary>
    public const int LongestStart = 64;

    /// <summary>"2026-11-28 18:14:46.123 INF omefs[4242] ...": with the process, because several mounts may share a log.</summary>
    public static string Spell(DateTime now, LogLevel level, string message, Exception? cause = null) => WithStack(
        string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm:ss.fff} {Name(level)} omefs[{Environment.ProcessId}] {message}"), cause);

    /// <summary>"&lt;6&gt;...", as in sd-daemon(3), for the journal, which adds time and process itself.</summary>
    public static string SpellForJournal(LogLevel level, string message, Exception? cause = null)
    {
        var line = WithStack(message, cause).ReplaceLineEndings($"\n<{Priority(level)}>");
        return $"<{Priority(level)}>{line}";
    }

    /// <summary>Whether a file begins like a log of omefs. Logs of 0.1.0 had no process.</summary>
    public static bool BeginsLog(ReadOnlySpan<byte> start) => Start().IsMatch(Encoding.Latin1.GetString(start));

    private static string WithStack(string line, Exception? cause) =>
        PrintableText.Of(line) + (cause is null ? "" : "\n" + PrintableText.OfLines(cause.ToString()));

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DBG",
        LogLevel.Information => "INF",
        LogLevel.Warning => "WRN",
        LogLevel.Error => "ERR",
        _ => "FTL",
    };

    /// <summary>The priority as in syslog(3).</summary>
    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => 7,
        LogLevel.Information => 6,
        LogLevel.Warning => 4,
        LogLevel.Error => 3,
        _ => 2,
    };

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (DBG|INF|WRN|ERR|FTL) ", RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
