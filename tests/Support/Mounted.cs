namespace OmeFs.Testing;

/// <summary>One source mounted by the omefs program, as a daemon; unmounted on dispose, lazily if it must be.</summary>
public sealed class Mounted : IDisposable
{
    /// <summary>The kernel's "nobody": an unprivileged user every Linux has.</summary>
    public const int Nobody = 65534;

    private static int _sequence;

    private readonly string[] _asUser;

    private Mounted(string source, string point, string[] asUser, string output)
    {
        (Source, Point, Output) = (source, point, output);
        _asUser = asUser;
    }

    public string Source { get; }

    public string Point { get; }

    /// <summary>What `omefs mount` printed.</summary>
    public string Output { get; }

    public static string[] User(bool unprivileged) => unprivileged
        ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "env", "-u", "XDG_RUNTIME_DIR", "HOME=/nonexistent"]
        : [];

    /// <summary>Mounts <paramref name="source"/> on a new folder; fails the test where omefs refuses.</summary>
    public static Mounted Open(string source, bool unprivileged = false, params string[] options)
    {
        var point = NewPoint(unprivileged);
        var ran = TryMount(source, point, unprivileged, options);
        if (ran.ExitCode != 0)
        {
            Unmount(point);
            Assert.Fail($"mounting {source}: {ran}");
        }

        Assert.True(MountTable.IsMounted(point), $"omefs mount returned 0, yet nothing is mounted on {point}\n{ran}");
        return new Mounted(source, point, User(unprivileged), ran.Output);
    }

    /// <summary>Runs `omefs mount`; the caller looks at what came of it, and cleans with <see cref="Unmount"/>.</summary>
    public static Finished TryMount(string source, string point, bool unprivileged = false, params string[] options) =>
        Commands.Run([.. User(unprivileged), Repository.Omefs, "mount", source, point, .. options]);

    /// <summary>An empty folder to mount on, owned by who will mount.</summary>
    public static string NewPoint(bool unprivileged = false)
    {
        var point = Path.Combine(Repository.Scratch, $"m{Interlocked.Increment(ref _sequence)}");
        Directory.CreateDirectory(point);
        if (unprivileged)
            Commands.Run(["chown", $"{Nobody}:{Nobody}", point]);
        return point;
    }

    public Finished Umount() => Commands.Run([.. _asUser, Repository.Omefs, "umount", Point]);

    /// <summary>Takes whatever is mounted on <paramref name="point"/> away, also where its daemon is dead or hangs.</summary>
    public static void Unmount(string point)
    {
        for (var attempt = 0; attempt < 3 && MountTable.IsMounted(point); attempt++)
            Commands.Run(Environment.IsPrivilegedProcess ? ["umount", "-l", point] : ["fusermount3", "-u", "-z", point]);
        if (Directory.Exists(point) && !MountTable.IsMounted(point))
            Directory.Delete(point);
    }

    public void Dispose()
    {
        if (MountTable.IsMounted(Point))
            Umount();
        Unmount(Point);
    }
}
