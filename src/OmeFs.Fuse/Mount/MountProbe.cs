using System.ComponentModel;
using System.Diagnostics;

namespace OmeFs.Fuse.Mount;

/// <summary>Whether a mount's daemon answers.</summary>
public enum MountHealth
{
    Answers,

    /// <summary>The daemon is gone. Listings and stat may still be answered, from the kernel's memory.</summary>
    Dead,

    /// <summary>The daemon exists but does not answer: it is stopped, or waits for its source.</summary>
    Silent,

    /// <summary>This process may not look at it, so that the kernel does not ask the daemon.</summary>
    Hidden,
}

/// <summary>
/// Asks mounts whether they answer, in parallel and for a limited time. statfs is the only request that the kernel never answers from its cache. A
/// separate process (stat, of coreutils or busybox) calls it, because the caller of a hanging daemon may be impossible to end.
/// </summary>
internal static class MountProbe
{
    /// <summary>Arbitrary.</summary>
    private const int AtOnce = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static MountHealth Check(string mountpoint) => Check([mountpoint])[0];

    public static MountHealth[] Check(IReadOnlyList<string> mountpoints) => [.. mountpoints.Chunk(AtOnce).SelectMany(CheckBatch)];

    private static MountHealth[] CheckBatch(string[] mountpoints)
    {
        var checks = mountpoints.Select(CheckAsync).ToArray();
        return Task.WhenAll(checks).GetAwaiter().GetResult();
    }

    /// <summary>An absolute path: .NET also searches the working folder for a bare name, and fails if that folder is gone.</summary>
    private const string Stat = "/usr/bin/stat";

    /// <summary>
    /// The longest name in an answer that the kernel makes itself, with all zeros, for a user whom the mount does not let in. Spec: Linux, fs/fuse/inode.c,
    /// fuse_statfs. A daemon of omefs says 255.
    /// </summary>
    private const string NotAsked = "0";

    private static async Task<MountHealth> CheckAsync(string mountpoint)
    {
        var start = new ProcessStartInfo(File.Exists(Stat) ? Stat : "stat", ["-f", "-c", "%l", "--", mountpoint])
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
                var longestName = await process.StandardOutput.ReadToEndAsync(limit.Token);
                return process.ExitCode != 0 ? HealthOf(said) : longestName.Trim() == NotAsked ? MountHealth.Hidden : MountHealth.Answers;
            }
            catch (OperationCanceledException)
            {
                process.Kill(); // It may ignore even this, and is then left behind.
                return MountHealth.Silent;
            }
        }
        catch (Win32Exception)
        {
            return MountHealth.Answers; // There is no `stat`, so the mount is assumed to answer.
        }
    }

    /// <summary>ENOTCONN in the words of glibc and of musl, and ECONNABORTED.</summary>
    private static MountHealth HealthOf(string said) =>
        said.Contains("not connected", StringComparison.Ordinal) || said.Contains("connection abort", StringComparison.OrdinalIgnoreCase) ? MountHealth.Dead : MountHealth.Hidden;
}
