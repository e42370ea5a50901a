namespace OmeFs.Mount.Tests;

/// <summary>The life of a mount's daemon: readiness, signals, death, a hand unmounting, its log, the list of mounts.</summary>
public sealed class DaemonTests
{
    private static readonly string Source = Repository.Fixture("pyramid-several-images.ome.tif");

    [Fact]
    public void The_command_returns_when_the_mount_answers_and_the_daemon_stays()
    {
        using var mounted = Mounted.Open(Source);
        Assert.NotEmpty(File.ReadAllText(Path.Combine(mounted.Point, ".zattrs")));
        Assert.Single(MountTable.Daemons(mounted.Point));
        Assert.Equal("fuse.omefs", MountTable.TypeOf(mounted.Point));
    }

    /// <summary>As `$(omefs mount ...)`, ssh and many a program do: they read until the last holder of the pipe is gone.</summary>
    [Fact]
    public void Who_captures_the_commands_output_need_not_wait_for_the_daemon()
    {
        var point = Mounted.NewPoint();
        try
        {
            var ran = Commands.Run(["sh", "-c", "said=$(\"$0\" mount \"$1\" \"$2\" 2>&1) && printf %s \"$said\"", Repository.Omefs, Source, point], seconds: 20);
            Assert.True(ran.ExitCode == 0 && ran.Output.Contains(point), ran.ToString());
            Assert.True(MountTable.IsMounted(point));
        }
        finally
        {
            Mounted.Unmount(point);
        }
    }

    /// <summary>Counted by the daemon itself: what it answered between two looks at the folder.</summary>
    [Fact]
    public void A_folder_listed_once_is_listed_in_full_without_a_further_request()
    {
        var log = Path.Combine(Repository.Scratch, "listing.log");
        var (once, twice) = (Requests(log, "ls"), Requests(log, "ls; ls -l; ls -l"));
        Assert.True(once > 0 && once == twice, $"{once} requests for ls, {twice} with ls -l after it");
    }

    private static long Requests(string log, string commands)
    {
        File.Delete(log);
        using (var mounted = Mounted.Open(Source, options: ["--log-level", "debug", "--log-file", log]))
        {
            Commands.Run(["sh", "-c", $"cd '{mounted.Point}/0/0' && ({commands})"]);
            mounted.Umount();
            Assert.True(MountTable.WaitUntil(() => File.ReadAllText(log).Contains("requests=")), "no statistics in the log");
        }
        return long.Parse(System.Text.RegularExpressions.Regex.Match(File.ReadAllText(log), @"requests=(\d+)").Groups[1].Value);
    }

    [Fact]
    public void Umount_ends_the_daemon()
    {
        using var mounted = Mounted.Open(Source);
        var ran = mounted.Umount();
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.False(MountTable.IsMounted(mounted.Point));
        Assert.True(MountTable.WaitUntil(() => MountTable.Daemons(mounted.Point).Length == 0), "the daemon still runs");
    }

    [Theory]
    [InlineData("umount")]
    [InlineData("fusermount3", "-u")]
    public void A_hand_unmounting_ends_the_daemon(params string[] command)
    {
        using var daemon = new Foreground(Source);
        var ran = Commands.Run([.. command, daemon.Point]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.True(daemon.WaitForExit(60), "the daemon still runs");
        Assert.Equal(0, daemon.ExitCode);
    }

    [Theory]
    [InlineData(Foreground.SigTerm)]
    [InlineData(Foreground.SigInt)]
    public void A_signal_unmounts_cleanly(int signal)
    {
        using var daemon = new Foreground(Source);
        daemon.Signal(signal);
        Assert.True(daemon.WaitForExit(60), "the daemon still runs");
        Assert.False(MountTable.IsMounted(daemon.Point));
        Assert.Equal(0, daemon.ExitCode);
    }

    /// <summary>A file held open keeps a mount busy: the first signal says so and waits or detaches, the second one ends it for certain.</summary>
    [Fact]
    public void A_second_signal_forces()
    {
        using var daemon = new Foreground(Source);
        using var held = File.OpenRead(Path.Combine(daemon.Point, ".zattrs"));
        daemon.Signal(Foreground.SigTerm);
        Thread.Sleep(500);
        if (daemon.IsRunning)
            daemon.Signal(Foreground.SigTerm);
        Assert.True(daemon.WaitForExit(9), "the daemon still serves for its ten seconds");
        Assert.False(MountTable.IsMounted(daemon.Point));
    }

    [Fact]
    public void A_dead_daemons_mount_is_recognised_and_cleaned_by_the_next()
    {
        using var daemon = new Foreground(Source);
        daemon.Signal(Foreground.SigKill);
        Assert.True(daemon.WaitForExit(60));
        Assert.True(MountTable.IsMounted(daemon.Point), "the kernel keeps a dead daemon's mount");
        using (var list = System.Text.Json.JsonDocument.Parse(Commands.Run([Repository.Omefs, "list", "--json"]).Output))
            Assert.Equal("dead", list.RootElement.GetProperty("mounts").EnumerateArray().Single(mount => mount.GetProperty("mountpoint").GetString() == daemon.Point).GetProperty("state").GetString());
        var answer = Record.Exception(() => Directory.GetFiles(daemon.Point));
        Assert.IsType<IOException>(answer, exactMatch: false);

        var ran = Mounted.TryMount(Source, daemon.Point);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.True(File.Exists(Path.Combine(daemon.Point, ".zattrs")));
        Assert.Equal(0, Commands.Run([Repository.Omefs, "umount", daemon.Point]).ExitCode);
        Assert.False(MountTable.IsMounted(daemon.Point), "the stale mount lies below still");
    }

    [Fact]
    public void Umount_takes_a_dead_daemons_mount_away()
    {
        using var daemon = new Foreground(Source);
        daemon.Signal(Foreground.SigKill);
        Assert.True(daemon.WaitForExit(60));
        var ran = Commands.Run([Repository.Omefs, "umount", daemon.Point]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.False(MountTable.IsMounted(daemon.Point));
    }

    [Fact]
    public async Task Readers_of_a_killed_daemon_never_hang_and_get_no_wrong_byte()
    {
        using var daemon = new Foreground(Repository.Fixture("rows-bands.tif"));
        var expected = Directory.EnumerateFiles(daemon.Point, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        File.WriteAllText("/proc/sys/vm/drop_caches", "3");
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadUntilError(expected))).ToArray();
        await Task.Delay(100);
        daemon.Signal(Foreground.SigKill);
        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(20)); // a reader that hangs is a TimeoutException
    }

    [Fact]
    public void The_list_shows_every_mount_and_no_other()
    {
        using var first = Mounted.Open(Source);
        using var second = Mounted.Open(Repository.Fixture("stack.tif"));
        var both = Commands.Run([Repository.Omefs, "list", "--json"]);
        Assert.True(both.ExitCode == 0, both.ToString());
        using (System.Text.Json.JsonDocument.Parse(both.Output))
            Assert.All((string[])[first.Point, second.Point, Source], text => Assert.Contains(text, both.Output, StringComparison.Ordinal));
        second.Umount();
        var one = Commands.Run([Repository.Omefs, "list"]);
        Assert.Equal(0, one.ExitCode);
        Assert.Contains(first.Point, one.Output.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.DoesNotContain(second.Point, one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_mounts_at_once_do_not_mix()
    {
        string[] names = ["stack.tif", "ome-order-xyczt.ome.tif", "rows-1-none.tif", "sparse-le.tif", "stack.tif", "pyramid-rgb.ome.tif"];
        var mounts = names.AsParallel().AsOrdered().WithDegreeOfParallelism(3).Select(name => Mounted.Open(Repository.Fixture(name))).ToList();
        try
        {
            var trees = mounts.Select(mount => PythonCheck.Run([], "conformance.py", "snapshot", mount.Point).Output).ToList();
            Assert.Equal(trees[0], trees[4]);
            Assert.Equal(names.Length - 1, trees.Distinct().Count());
        }
        finally
        {
            mounts.ForEach(mount => mount.Dispose());
        }
    }

    [Fact]
    public void The_log_tells_the_mount_and_a_fault_once()
    {
        var log = Path.Combine(Repository.Scratch, "daemon.log");
        File.Delete(log);
        var source = Path.Combine(Repository.Fixtures, "malformed/strip-past-end.tif");
        var point = Mounted.NewPoint();
        var ran = Mounted.TryMount(source, point, false, "--log-file", log, "--log-level", "info");
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var chunk = Path.Combine(point, "0/0/0/0/0/0");
        Assert.Throws<IOException>(() => File.ReadAllBytes(chunk));
        Mounted.Unmount(point);
        Assert.True(MountTable.WaitUntil(() => File.Exists(log) && File.ReadAllText(log).Contains("0/0/0/0/0/0", StringComparison.Ordinal)),
            "the log does not name the chunk that could not be read");
    }

    /// <summary>Reads for two seconds. What the kernel still holds in its cache may be read after the daemon's death.</summary>
    private static void ReadUntilError(Dictionary<string, byte[]> expected)
    {
        var until = DateTime.UtcNow.AddSeconds(2);
        while (DateTime.UtcNow < until)
        {
            foreach (var (path, bytes) in expected)
            {
                try
                {
                    Assert.Equal(bytes, File.ReadAllBytes(path));
                }
                catch (IOException)
                {
                    return;
                }
            }
        }
    }
}
