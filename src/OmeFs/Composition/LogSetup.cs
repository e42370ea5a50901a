using System.Globalization;
using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Core.Sources.Local;
using OmeFs.Logging;
using OmeFs.Settings;

namespace OmeFs.Composition;

/// <summary>Where a mount logs: to the named file; else to standard error in the foreground, or to omefs's own file as a daemon.</summary>
/// <param name="File">Null if it is not a file.</param>
/// <param name="Notice">Why there is no log; null if there is one.</param>
internal sealed record LogSetup(LineLogger Logger, string? File, string? Notice) : IDisposable
{
    private LogFile? Written { get; init; }

    /// <summary>What the user should know about the log after its first lines; null if nothing.</summary>
    public string? NoticeNow => Notice ?? (Written?.Trouble is { } why ? $"faults of this mount are not logged: the log {File} cannot be written: {why}" : null);

    /// <exception cref="OmeFsException">The log file that the user named cannot be written, or must not be.</exception>
    public static LogSetup Create(LogSettings settings, bool foreground)
    {
        if (settings.File is { } file)
            return Of(settings, LogFile.Open(file), file);
        if (foreground)
            return new LogSetup(new LineLogger(new ErrorStream(), Level(settings.Level), IsJournal()), null, null);
        try
        {
            return Of(settings, DefaultLog.Open(), DefaultLog.File!);
        }
        catch (OmeFsException refused)
        {
            var why = $"faults of this mount are not logged: {refused.Message}; --log-file names another file";
            return new LogSetup(new LineLogger(new NullLogSink(), LogLevel.None, forJournal: false), null, why);
        }
    }

    public void Dispose() => Logger.Dispose();

    private static LogSetup Of(LogSettings settings, LogFile file, string path) => new(new LineLogger(file, Level(settings.Level), forJournal: false), path, null) { Written = file };

    /// <summary>Whether standard error is systemd's journal. Spec: systemd.exec(5), JOURNAL_STREAM: "device:inode" in decimal.</summary>
    private static bool IsJournal()
    {
        using var error = new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: false);
        var status = FileStatus.Of(error);
        return Environment.GetEnvironmentVariable("JOURNAL_STREAM") == string.Create(CultureInfo.InvariantCulture, $"{status.Device.Number}:{status.Inode}");
    }

    private static LogLevel Level(LogLevelName level) => level switch
    {
        LogLevelName.Debug => LogLevel.Debug,
        LogLevelName.Info => LogLevel.Information,
        LogLevelName.Warn => LogLevel.Warning,
        LogLevelName.Error => LogLevel.Error,
    };
}
