using System.Globalization;
using Microsoft.Extensions.Logging;
using OmeFs.Core;
using OmeFs.Logging;

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

/// <summary>Where a mount logs: the file that was named; else standard error in the foreground, and a file of omefs's own for a daemon.</summary>
/// <param name="File">Null if it is no file.</param>
/// <param name="Notice">Why there is no log; null if there is one.</param>
internal sealed record LogSetup(LineLogger Logger, string? File, string? Notice) : IDisposable
{
    /// <summary>Arbitrary, as is the number of older files: a log that nobody looks at must not fill the disk.</summary>
    private const long LargestDefaultFile = 4 * 1024 * 1024;

    private const int OlderDefaultFiles = 2;

    /// <summary>/var/log/omefs/omefs.log for root, else omefs/omefs.log in XDG_STATE_HOME or ~/.local/state. Null if there is no home.</summary>
    public static string? DefaultFile
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
                return "/var/log/omefs/omefs.log";
            var named = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            var state = Path.IsPathRooted(named) ? named : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/state");
            return Path.IsPathRooted(state) ? Path.Join(state, "omefs/omefs.log") : null;
        }
    }

    /// <exception cref="OmeFsException">A log file the user named cannot be written, or must not be.</exception>
    public static LogSetup Create(MountSettings settings, bool foreground)
    {
        if (settings.LogFile is { } file)
            return Of(settings, LogFile.Open(file), file);
        if (foreground)
            return new LogSetup(new LineLogger(new ErrorStream(), Level(settings.LogLevel), IsJournal()), null, null);
        try
        {
            return Of(settings, OpenDefault(), DefaultFile!);
        }
        catch (OmeFsException refused)
        {
            var why = $"faults of this mount are not logged: {refused.Message}; --log-file names another file";
            return new LogSetup(new LineLogger(new Nowhere(), LogLevel.None, forJournal: false), null, why);
        }
    }

    /// <summary>The log that is used if none is named. It keeps itself small.</summary>
    /// <exception cref="OmeFsException">It cannot be written.</exception>
    public static LogFile OpenDefault() => DefaultFile is { } own
        ? LogFile.Open(own, new LogRoll(LargestDefaultFile, OlderDefaultFiles))
        : throw new OmeFsException(FaultKind.NotFound, "no home folder is known");

    public void Dispose() => Logger.Dispose();

    private static LogSetup Of(MountSettings settings, LogFile file, string path) => new(new LineLogger(file, Level(settings.LogLevel), forJournal: false), path, null);

    /// <summary>Whether standard error is systemd's journal. Spec: systemd.exec(5), JOURNAL_STREAM: "device:inode" in decimal.</summary>
    private static bool IsJournal()
    {
        using var error = new Microsoft.Win32.SafeHandles.SafeFileHandle(2, ownsHandle: false);
        var status = FileStatus.Of(error);
        return Environment.GetEnvironmentVariable("JOURNAL_STREAM") == string.Create(CultureInfo.InvariantCulture, $"{status.Device}:{status.Inode}");
    }

    private static LogLevel Level(LogLevelName level) => level switch
    {
        LogLevelName.Debug => LogLevel.Debug,
        LogLevelName.Info => LogLevel.Information,
        LogLevelName.Warn => LogLevel.Warning,
        LogLevelName.Error => LogLevel.Error,
    };
}
