using Microsoft.Extensions.Logging;
using OmeFs.Core;

namespace OmeFs.Fuse.Mount;

/// <summary>How far the kernel reads ahead on a mount. INIT can only lower it; sysfs raises it, for root.</summary>
internal static class ReadAhead
{
    public static void Raise(string device, int kib, ILogger log)
    {
        var path = $"/sys/class/bdi/{device}/read_ahead_kb";
        try
        {
            if (int.TryParse(File.ReadAllText(path), out var now) && now < kib)
                File.WriteAllText(path, kib.ToString());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Log.ReadAheadUnchanged(log, device, SystemFault.Words(refused));
        }
    }
}
