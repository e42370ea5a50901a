using System.Globalization;
using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>Beside a mount whose daemon does not answer, here one that is stopped, everything else goes on; and it can be ended.</summary>
public sealed class HangingMountTests : IDisposable
{
    private static readonly string Source = Repository.Fixture("stack.tif");

    private readonly Foreground _stopped = new(Source);
    private readonly string _other = Mounted.NewPoint();

    public HangingMountTests() => _stopped.Stop();

    public void Dispose()
    {
        if (_stopped.IsRunning)
            _stopped.Signal(Foreground.SigContinue);
        _stopped.Dispose();
        Mounted.Unmount(_other);
    }

    [Fact]
    public void The_list_says_that_it_does_not_answer_and_shows_the_others()
    {
        Assert.Equal(0, Mounted.TryMount(Source, _other).ExitCode);
        var ran = Commands.Run([Repository.Omefs, "list", "--json"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var list = JsonDocument.Parse(ran.Output);
        var states = list.RootElement.GetProperty("mounts").EnumerateArray().ToDictionary(mount => mount.GetProperty("mountpoint").GetString()!, mount => mount.GetProperty("state").GetString());
        Assert.Equal(("silent", "ok"), (states[_stopped.Point], states[_other]));
        Assert.Contains("does not answer", Commands.Run([Repository.Omefs, "list"]).Output, StringComparison.Ordinal);
    }

    /// <summary>The kernel answers a user whom a mount does not let in by itself, so that the daemon seems to answer.</summary>
    [SkippableFact]
    public void The_list_does_not_say_of_another_users_mount_that_it_answers()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can be another user");
        var ran = Commands.Run([.. Mounted.User(true), Repository.Omefs, "list", "--json"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var list = JsonDocument.Parse(ran.Output);
        var state = list.RootElement.GetProperty("mounts").EnumerateArray().Single(mount => mount.GetProperty("mountpoint").GetString() == _stopped.Point).GetProperty("state").GetString();
        Assert.Equal("hidden", state);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/0/0")]
    public void A_mount_onto_or_into_it_is_refused(string below)
    {
        var ran = Mounted.TryMount(Source, _stopped.Point + below);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.Contains("answer", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_below_it_is_not_taken_for_a_mount()
    {
        var ran = Commands.Run([Repository.Omefs, "umount", _stopped.Point + "/0/0"]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("nothing mounted there", StringComparison.Ordinal), ran.ToString());
    }

    [Theory]
    [InlineData]
    [InlineData("--lazy")]
    [InlineData("--force")]
    public void It_can_be_unmounted(params string[] how)
    {
        var ran = Commands.Run([Repository.Omefs, "umount", .. how, _stopped.Point]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.False(MountTable.IsMounted(_stopped.Point));
    }

    /// <summary>A reader that waits for it is freed by force, and gets an error.</summary>
    [Fact]
    public void Force_frees_who_waits_for_it()
    {
        using var reader = Commands.Start(["cat", Path.Combine(_stopped.Point, "0/0/0/0/0/0")], _other + ".reader");
        Assert.False(reader.WaitForExit(300), "it should wait for the daemon");
        Assert.Equal(0, Commands.Run([Repository.Omefs, "umount", "--force", _stopped.Point]).ExitCode);
        Assert.True(reader.WaitForExit(60_000), "the reader still waits");
        Assert.NotEqual(0, reader.ExitCode);
    }

    /// <summary>A user has fewer means than root.</summary>
    [Fact]
    public void Force_frees_who_waits_for_a_users()
    {
        var source = Path.Combine(Repository.Scratch, "users.tif");
        File.Copy(Source, source, overwrite: true);
        using var mounted = Mounted.Open(source, unprivileged: true);
        var daemon = $"{Assert.Single(MountTable.Daemons(mounted.Point))}";
        Commands.Run(["kill", "-STOP", daemon]);
        MountTable.WaitUntilStopped(int.Parse(daemon, CultureInfo.InvariantCulture));
        try
        {
            using var reader = Commands.Start([.. Mounted.User(true), "cat", Path.Combine(mounted.Point, "0/0/0/0/0/0")], _other + ".reader");
            Assert.False(reader.WaitForExit(300), "it should wait for the daemon");
            Assert.Equal(0, Commands.Run([.. Mounted.User(true), Repository.Omefs, "umount", "--force", mounted.Point]).ExitCode);
            Assert.True(reader.WaitForExit(60_000), "the reader still waits");
        }
        finally
        {
            Commands.Run(["sh", "-c", "kill -CONT $0 2>/dev/null", daemon]);
        }
    }

    /// <summary>A daemon that hangs in its own source: what waits for it is freed when it ends, by the second signal.</summary>
    [SkippableFact]
    public void A_daemon_that_hangs_in_its_source_frees_its_readers_when_it_ends()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can make a reader of a file wait");
        var (refs, target) = (Path.Combine(Repository.Scratch, "hangs.json"), Path.Combine(Repository.Scratch, "hangs.bin"));
        File.WriteAllText(target, "0123456789");
        File.WriteAllText(refs, $$"""{"a": ["{{target}}", 0, 10], ".zgroup": "{\"zarr_format\": 2}"}""");
        using var daemon = new Foreground(refs, answers: ".zgroup");
        var script = Path.Combine(Repository.Root, "tests/OmeFs.Mount.Tests/python/hang.py");
        var said = _other + ".hang.out";
        using var hang = Commands.Start([Repository.Python, "-B", script, target], _other + ".hang");
        try
        {
            Assert.True(MountTable.WaitUntil(() => hang.HasExited || (File.Exists(said) && File.ReadAllText(said).Length > 0), seconds: 30));
            using var reader = Commands.Start(["cat", Path.Combine(daemon.Point, "a")], _other + ".reader");
            Assert.False(reader.WaitForExit(300), "it should wait for the daemon");
            daemon.Signal(Foreground.SigTerm);
            daemon.Signal(Foreground.SigTerm);
            Assert.True(reader.WaitForExit(60_000), "the reader still waits");
            Assert.NotEqual(0, reader.ExitCode);
            Assert.True(daemon.WaitForExit(60), "the daemon still runs");
            Assert.False(MountTable.IsMounted(daemon.Point));
        }
        finally
        {
            if (!hang.HasExited)
                hang.Kill();
        }
    }
}
