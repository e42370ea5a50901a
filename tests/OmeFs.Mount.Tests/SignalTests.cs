using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>Signals: none leaves a dead mount, and a start that is interrupted mounts nothing.</summary>
public sealed class SignalTests
{
    private static readonly string Source = Repository.Fixture("stack.tif");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(24)]
    [InlineData(30)]
    public void Those_that_ask_for_an_end_unmount(int signal)
    {
        using var daemon = new Foreground(Source);
        daemon.Signal(signal);
        Assert.True(daemon.WaitForExit(60), "the daemon still runs");
        Assert.Equal((0, false), (daemon.ExitCode, MountTable.IsMounted(daemon.Point)));
    }

    /// <summary>USR1, USR2, PIPE, ALRM, STKFLT, XFSZ, VTALRM, PROF, IO, and some of real time.</summary>
    [Fact]
    public void All_others_are_passed_over()
    {
        using var daemon = new Foreground(Source);
        foreach (var signal in (int[])[10, 12, 13, 14, 16, 17, 18, 23, 25, 26, 27, 28, 29, 34, 35, 36, 50, 60, 64])
        {
            daemon.Signal(signal);
            Assert.False(daemon.WaitForExit(0.05), $"signal {signal} ended the daemon");
        }
        Assert.NotEmpty(File.ReadAllText(Path.Combine(daemon.Point, ".zattrs")));
        daemon.Signal(Foreground.SigTerm);
        Assert.True(daemon.WaitForExit(60), "the daemon still runs");
        Assert.Equal(0, daemon.ExitCode);
    }

    /// <summary>At ten moments of a start: either the command had done its work, or nothing is mounted and it says that it failed.</summary>
    [Theory]
    [InlineData("TERM", false)]
    [InlineData("INT", false)]
    [InlineData("HUP", false)]
    [InlineData("QUIT", false)]
    [InlineData("INT", true)]
    [InlineData("TERM", true)]
    public void A_start_that_is_interrupted_leaves_no_mount(string signal, bool unprivileged)
    {
        var source = Path.Combine(Repository.Scratch, "interrupted.tif");
        if (!File.Exists(source))
            File.Copy(Source, source);
        // bash lets what runs in the background ignore SIGINT and SIGQUIT: the program gets them back.
        const string script = "env --default-signal=$signal \"$@\" >/dev/null 2>&1 & sleep $delay; kill -$signal $! 2>/dev/null; wait $!; echo $?";
        for (var step = 1; step <= 10; step++)
        {
            var point = Mounted.NewPoint(unprivileged);
            var ran = Commands.Run(["env", $"delay={step * 0.05:0.00}", $"signal={signal}", $"--default-signal={signal}", "bash", "-c", script, "bash", .. Mounted.User(unprivileged),
                Repository.Omefs, "mount", source, point]);
            var mounted = ran.Output.Trim() == "0";
            Assert.True(MountTable.IsMounted(point) == mounted, $"{signal} after {step * 50} ms: {ran}");
            Assert.True(mounted || MountTable.Daemons(point).Length == 0, $"{signal} after {step * 50} ms: the daemon is there still");
            Mounted.Unmount(point);
        }
    }

    /// <summary>A folder of so many images that the signal comes before the last is read.</summary>
    [Theory]
    [InlineData("inspect")]
    [InlineData("inspect", "--json")]
    [InlineData("verify", "--json")]
    public void A_command_that_reads_says_that_it_was_interrupted(params string[] words)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"many{string.Concat(words)}")).FullName;
        for (var number = 0; number < 3000; number++)
            File.CreateSymbolicLink(Path.Combine(folder, $"{number}.tif"), Source);
        // Without starting a program, which would take longer than a file is open.
        const string readsImages = "for file in /proc/$!/fd/*; do [[ $file -ef $image ]] && break; done";
        var ran = Interrupted(readsImages, [words[0], folder, "--allow-source", Path.GetDirectoryName(Source)!, .. words[1..]], new Dictionary<string, string> { ["image"] = Source });
        Assert.True(ran.ExitCode == 130, ran.ToString());
        Assert.EndsWith("omefs: interrupted", ran.Error.Trim(), StringComparison.Ordinal);
        if (words is [_, "--json"])
            Assert.Equal("interrupted", JsonDocument.Parse(ran.Output).RootElement.GetProperty("error").GetProperty("kind").GetString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_demo_that_is_interrupted_leaves_nothing()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "demo")).FullName;
        var ran = Interrupted("ls $TMPDIR | grep -q omefs-demo", ["demo"], new Dictionary<string, string> { ["TMPDIR"] = folder });
        Assert.True(ran.ExitCode is 0 or 130, ran.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    /// <summary>Sends SIGINT to the program as soon as a condition holds, of its process $!.</summary>
    private static Finished Interrupted(string condition, string[] words, Dictionary<string, string> environment)
    {
        var script = $$"""
            env --default-signal=INT "$@" &
            until {{condition}} || ! kill -0 $!; do :; done
            kill -INT $! 2>/dev/null
            wait $!
            """;
        return Commands.Run(["bash", "-c", script, "bash", Repository.Omefs, .. words], environment: environment);
    }

    /// <summary>Killed, it can say nothing; but the daemon finds nobody to tell, and does not stay.</summary>
    [Fact]
    public void A_command_that_is_killed_while_it_starts_leaves_no_mount()
    {
        const string script = "\"$@\" >/dev/null 2>&1 & sleep $delay; kill -KILL $! 2>/dev/null; wait $!; echo $?";
        for (var step = 1; step <= 6; step++)
        {
            var point = Mounted.NewPoint();
            var ran = Commands.Run(["env", $"delay={step * 0.06:0.00}", "bash", "-c", script, "bash", Repository.Omefs, "mount", Source, point]);
            if (ran.Output.Trim() != "0" && MountTable.Daemons(point).Length > 0)
                MountTable.WaitUntil(() => MountTable.Daemons(point).Length == 0, 3);
            // Between the daemon's word and the command's end nobody can tell them apart: then it is mounted and answers.
            Assert.True(!MountTable.IsMounted(point) || File.Exists(Path.Combine(point, ".zattrs")), $"a dead mount after {step * 60} ms");
            Mounted.Unmount(point);
        }
    }
}
