using Microsoft.Extensions.Logging;
using OmeFs.Core;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace OmeFs.Composition;

/// <summary>Log levels as the command line calls them.</summary>
internal enum LogLevelName
{
    /// <summary>First, since what nobody chooses is 0.</summary>
    Info,
    Debug,
    Warn,
    Error,
}

/// <summary>Where a mount logs: a file for a daemon, standard error in the foreground.</summary>
internal static class LogSetup
{
    /// <summary>A log that nobody looks at must not fill the disk.</summary>
    private const long LargestFile = 16 * 1024 * 1024;

    /// <summary>/var/log/omefs.log for root, else ~/.local/state/omefs/omefs.log.</summary>
    public static string DefaultFile => Environment.IsPrivilegedProcess
        ? "/var/log/omefs.log"
        : Path.Join(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/state"),
            "omefs/omefs.log");

    /// <exception cref="OmeFsException">A log file the user named cannot be written.</exception>
    public static ILoggerFactory Create(MountSettings settings, bool logToConsole)
    {
        var logger = new LoggerConfiguration().MinimumLevel.Is(Level(settings.LogLevel));
        if (settings.LogFile is { } file)
            logger.WriteTo.File(new LogLine(), Writable(file), fileSizeLimitBytes: LargestFile, rollOnFileSizeLimit: true, retainedFileCountLimit: 2);
        else if (logToConsole)
            logger.WriteTo.Console(new LogLine(), standardErrorFromLevel: LogEventLevel.Verbose);
        else
            logger.WriteTo.File(new LogLine(), DefaultFile, fileSizeLimitBytes: LargestFile, shared: true);
        var serilog = logger.CreateLogger();
        return new LoggerFactory([new SerilogLoggerProvider(serilog, dispose: true)], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
    }

    private static string Writable(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (File.Open(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                return file;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new OmeFsException(FaultKind.AccessRefused, $"--log-file {file}: cannot be written: {SystemFault.Words(cause)}", cause);
        }
    }

    private static LogEventLevel Level(LogLevelName level) => level switch
    {
        LogLevelName.Debug => LogEventLevel.Debug,
        LogLevelName.Info => LogEventLevel.Information,
        LogLevelName.Warn => LogEventLevel.Warning,
        LogLevelName.Error => LogEventLevel.Error,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
