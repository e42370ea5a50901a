using OmeFs.Core;

namespace OmeFs.Logging;

/// <summary>The log that is used if none is named. Its size is bounded.</summary>
internal static class DefaultLog
{
    /// <summary>Arbitrary, like the number of older files: an unattended log must not fill the disk.</summary>
    private const long LargestFile = 4 * 1024 * 1024;

    private const int OlderFiles = 2;

    /// <summary>For texts that are the same for all users.</summary>
    public const string Places = "/var/log/omefs/omefs.log for root, else ~/.local/state/omefs/omefs.log";

    /// <summary>/var/log/omefs/omefs.log for root, else omefs/omefs.log in XDG_STATE_HOME or ~/.local/state. Null if there is no home.</summary>
    public static string? File
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
                return "/var/log/omefs/omefs.log";
            var named = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            var state = Path.IsPathRooted(named) ? named : Path.Join(Home, ".local/state");
            return Path.IsPathRooted(state) ? Path.Join(state, "omefs/omefs.log") : null;
        }
    }

    /// <summary>Also a home that this user may not read: opening the log then says so.</summary>
    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>For texts for this user.</summary>
    public static string Place => File ?? "nowhere, as there is no home";

    /// <exception cref="OmeFsException">It cannot be written.</exception>
    public static LogFile Open() => File is { } own
        ? LogFile.Open(own, new LogRoll(LargestFile, OlderFiles))
        : throw new OmeFsException(FaultKind.NotFound, "no home folder is known");
}
