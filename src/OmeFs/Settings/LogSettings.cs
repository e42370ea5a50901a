using System.CommandLine;
using OmeFs.Logging;

namespace OmeFs.Settings;

/// <summary>What a mount logs, and where.</summary>
internal sealed record LogSettings
{
    public LogLevelName Level { get; init; }

    /// <summary>Absolute path; null for the default.</summary>
    public string? File { get; init; }

    public static IReadOnlyList<Setting<LogSettings>> Options() =>
    [
        Setting.Of(
            Choice.Option<LogLevelName>("--log-level", "info (default), debug, warn or error."),
            (LogSettings log, LogLevelName level) => log with { Level = level }),
        Setting.Of(
            new Option<string?>("--log-file") { Description = $"Where the daemon logs (default: {DefaultLog.Place}).", HelpName = "FILE" },
            (LogSettings log, string? file) => log with { File = UserPath.Of(file, "--log-file") }),
    ];
}

/// <summary>Log levels as named on the command line.</summary>
internal enum LogLevelName
{
    /// <summary>The first one, because 0 is the default.</summary>
    Info,
    Debug,
    Warn,
    Error,
}
