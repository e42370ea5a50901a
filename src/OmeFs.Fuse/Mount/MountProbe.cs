using System.ComponentModel;
using System.Diagnostics;

namespace OmeFs.Fuse.Mount;

/// <summary>Whether a mount's daemon answers.</summary>
public enum MountHealth
{
    Answers,

    /// <summary>The daemon is gone. Listings and stat may still be answered, from the kernel's memory.</summary>
    Dead,

    /// <summary>The daemon is there and does not answer: it is stopped, or waits for its source.</summary>
    Silent,

    /// <summary>The mountpoint may not be looked at.</summary>
    Hidden,
}

/// <summary>
/// Asks mounts whether they answer, all at once, for a limited time. statfs is the one question that the kernel never answers from
/// memory. A separate process (stat, of coreutils or busybox) calls it, because a caller of a hanging daemon may not be able to end.
/// </summary>
internal static class MountProbe
{
    /// <summary>Arbitrary.</summary>
    private const int AtOnce = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static MountHealth Ask(string mountpoint) => Ask([mountpoint])[0];

    public static MountHealth[] Ask(IReadOnlyList<string> mountpoints) => [.. mountpoints.Chunk(AtOnce).SelectMany(AskSome)];

    private static MountHealth[] AskSome(string[] mountpoints)
    {
        var asked = mountpoints.Select(AskAsync).ToArray();
        return Task.WhenAll(asked).GetAwaiter().GetResult();
    }

    /// <summary>By its path: .NET looks for a bare name in the working folder, too, and fails if that is gone.</summary>
    private const string Stat = "/usr/bin/stat";

    private static async Task<MountHealth> AskAsync(string mountpoint)
    {
        var start = new ProcessStartInfo(File.Exists(Stat) ? Stat : "stat", ["-f", "-c", "%t", "--", mountpoint])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            using var limit = new CancellationTokenSource(Limit);
            try
            {
                var said = await process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? MountHealth.Answers : Understood(said);
            }
            catch (OperationCanceledException)
            {
                process.Kill(); // it may be deaf to this, too, and is left behind
                return MountHealth.Silent;
            }
        }
        catch (Win32Exception)
        {
            return MountHealth.Answers; // there is no `stat`: nobody can tell
        }
    }

    /// <summary>ENOTCONN in the words of glibc and musl, and ECONNABORTED.</summary>
    private static MountHealth Understood(string said) =>
        said.Contains("not connected", StringComparison.Ordinal) || said.Contains("connection abort", StringComparison.OrdinalIgnoreCase) ? MountHealth.Dead : MountHealth.Hidden;
}
