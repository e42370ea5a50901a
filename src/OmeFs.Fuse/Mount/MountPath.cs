using OmeFs.Core;
using OmeFs.Fuse.Interop;

namespace OmeFs.Fuse.Mount;

/// <summary>
/// Resolves paths of mountpoints without symbolic links, as the kernel lists them. Sends no request to a mount of omefs or to paths below it, so
/// that a daemon that does not answer cannot block a search for its mount.
/// </summary>
public static class MountPath
{
    private const int MaxLinks = 40; // The kernel's limit.

    /// <summary>How long another file system on the path may take. Arbitrary.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The path that the kernel would reach. Parts that do not exist stay as written.</summary>
    /// <param name="path">Absolute; may have "." and "..".</param>
    /// <exception cref="OmeFsException">Links are circular, or a file system on the path does not answer.</exception>
    public static string Resolve(string path)
    {
        var mounts = MountTable.Read().Where(entry => entry.Type == FuseMount.Type).Select(entry => entry.Mountpoint).ToHashSet();
        return Within(Limit, path, () => Walk(path, mounts));
    }

    /// <summary>Runs work that may hang in a file system, on a thread that is abandoned if it does.</summary>
    internal static T Within<T>(TimeSpan limit, string path, Func<T> work)
    {
        var done = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WhenAny(done, Task.Delay(limit)).GetAwaiter().GetResult() == done)
            return done.GetAwaiter().GetResult();
        throw new OmeFsException(FaultKind.SourceFailed, $"{path}: a file system there does not answer within {limit.TotalSeconds:0} s");
    }

    private static string Walk(string path, HashSet<string> mounts)
    {
        var left = new Stack<string>(path.Split('/').Reverse());
        var (at, links) = ("", 0);
        while (left.TryPop(out var part))
        {
            if (part is "" or ".")
                continue;
            if (part == "..")
            {
                at = at[..Math.Max(0, at.LastIndexOf('/'))];
                continue;
            }
            var next = $"{at}/{part}";
            var target = IsWithin(next, mounts) ? null : Libc.LinkAt(next);
            if (target is null)
            {
                at = next;
                continue;
            }
            if (++links > MaxLinks)
                throw new OmeFsException(FaultKind.NotFound, $"{path}: its symbolic links lead in a circle");
            if (target.StartsWith('/'))
                at = "";
            foreach (var one in target.Split('/').Reverse())
                left.Push(one);
        }
        return at.Length == 0 ? "/" : at;
    }

    /// <summary>Whether a path is a mountpoint of omefs, or below one.</summary>
    private static bool IsWithin(string path, HashSet<string> mounts)
    {
        for (var above = path; above.Length > 0; above = above[..above.LastIndexOf('/')])
            if (mounts.Contains(above))
                return true;
        return false;
    }
}
