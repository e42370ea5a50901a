using Microsoft.Extensions.Logging;

namespace OmeFs.Fuse.Mount;

/// <summary>
/// Whether the kernel ends a whole mount when one request takes too long. omefs does not request such a limit, but an administrator may have set one.
/// </summary>
internal static class KernelTimeout
{
    private static readonly string[] Settings = ["/proc/sys/fs/fuse/default_request_timeout", "/proc/sys/fs/fuse/max_request_timeout"];

    public static void Warn(ILogger log)
    {
        foreach (var setting in Settings)
            if (Seconds(setting) is > 0 and var seconds)
                Log.KernelEndsSlowMounts(log, seconds, setting);
    }

    /// <summary>The limit in seconds. 0 means no limit, or a kernel without the setting.</summary>
    private static int Seconds(string setting)
    {
        try
        {
            return int.TryParse(File.ReadAllText(setting), out var seconds) ? seconds : 0;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
