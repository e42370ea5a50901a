namespace OmeFs.Mount.Tests;

/// <summary>What cannot be mounted is refused: exit code 1, one `omefs: ` message that says what is wrong, nothing left mounted.</summary>
public sealed class RefusalTests
{
    private const string ConfigurationOfFuse = "/etc/fuse.conf";

    private static readonly string Good = Repository.Fixture("stack.tif");

    [Fact]
    public void A_file_that_is_no_tiff() =>
        Refused(Path.Combine(Repository.Fixtures, "malformed/not-a-tiff-text.tif"), Mounted.NewPoint(), "not-a-tiff-text.tif", "TIFF");

    [Fact]
    public void A_source_that_is_not_there() => Refused("/nonexistent/image.ome.tif", Mounted.NewPoint(), "/nonexistent/image.ome.tif");

    [Fact]
    public void A_source_that_is_a_device() => Refused("/dev/null", Mounted.NewPoint(), "/dev/null", "device");

    [Fact]
    public void A_mountpoint_that_is_not_there() => Refused(Good, "/nonexistent/point", "/nonexistent/point");

    [Fact]
    public void A_mountpoint_that_is_a_file()
    {
        var file = Path.Combine(Repository.Scratch, "a-file");
        File.WriteAllText(file, "kept");
        Refused(Good, file, file);
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact]
    public void A_mountpoint_that_is_not_empty()
    {
        var point = Mounted.NewPoint();
        File.WriteAllText(Path.Combine(point, "kept"), "");
        Said(Mounted.TryMount(Good, point), point, "empty");
        Assert.False(MountTable.IsMounted(point));
        File.Delete(Path.Combine(point, "kept"));
        Mounted.Unmount(point);
    }

    [Fact]
    public void A_mountpoint_that_is_mounted_already()
    {
        using var mounted = Mounted.Open(Good);
        var ran = Mounted.TryMount(Good, mounted.Point);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.Contains(mounted.Point, ran.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(mounted.Point, ".zattrs")), "the first mount must go on");
    }

    [Fact]
    public void A_system_without_dev_fuse()
    {
        var point = Mounted.NewPoint();
        // A /dev of its own which has everything but fuse; the mount namespace ends with the command.
        const string script = "mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/urandom c 1 9 && exec \"$@\" </dev/null";
        var ran = Commands.Run(["unshare", "-m", "sh", "-c", script, "sh", Repository.Omefs, "mount", Good, point]);
        Said(ran, "/dev/fuse");
        Mounted.Unmount(point);
    }

    [Fact]
    public void A_user_without_fusermount3()
    {
        var point = Mounted.NewPoint(unprivileged: true);
        var source = ReadableToAll(Good);
        var ran = Commands.Run([.. Mounted.User(true), "PATH=/nonexistent", Repository.Omefs, "mount", source, point]);
        Said(ran, "fusermount3");
        Mounted.Unmount(point);
    }

    [SkippableFact]
    public void A_user_who_may_not_let_others_in()
    {
        var allowed = File.Exists(ConfigurationOfFuse) && File.ReadLines(ConfigurationOfFuse).Any(line => line.Trim() == "user_allow_other");
        Skip.If(allowed, $"{ConfigurationOfFuse} of this machine has user_allow_other");
        var point = Mounted.NewPoint(unprivileged: true);
        var ran = Mounted.TryMount(ReadableToAll(Good), point, unprivileged: true, "--allow-other");
        Said(ran, "user_allow_other", ConfigurationOfFuse);
        Mounted.Unmount(point);
    }

    [Fact]
    public void A_source_the_user_may_not_read()
    {
        var hidden = Path.Combine(Repository.Scratch, "hidden.tif");
        File.Copy(Good, hidden, overwrite: true);
        File.SetUnixFileMode(hidden, UnixFileMode.UserRead);
        var point = Mounted.NewPoint(unprivileged: true);
        Said(Mounted.TryMount(hidden, point, unprivileged: true), "hidden.tif");
        Mounted.Unmount(point);
    }

    [Fact]
    public void Unmounting_what_is_not_mounted()
    {
        var point = Mounted.NewPoint();
        Said(Commands.Run([Repository.Omefs, "umount", point]), point);
        Mounted.Unmount(point);
    }

    [Fact]
    public void Unmounting_what_is_not_ours()
    {
        Said(Commands.Run([Repository.Omefs, "umount", "/proc"]), "/proc");
        Assert.True(MountTable.IsMounted("/proc"));
    }

    [Theory]
    [InlineData]
    [InlineData("mount")]
    [InlineData("mount", "only-a-source")]
    [InlineData("mount", "a", "b", "c")]
    [InlineData("mount", "a", "b", "--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("umount")]
    [InlineData("inspect")]
    public void A_wrong_command_line_is_usage(params string[] words)
    {
        var ran = Commands.Run([Repository.Omefs, .. words]);
        Assert.True(ran.ExitCode == 2 && ran.Error.Length > 0, ran.ToString());
    }

    private static void Refused(string source, string point, params string[] says)
    {
        Said(Mounted.TryMount(source, point), says);
        Assert.False(MountTable.IsMounted(point));
        Assert.Empty(MountTable.Daemons(point));
        Mounted.Unmount(point);
    }

    private static void Said(Finished ran, params string[] says)
    {
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.StartsWith("omefs: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Assert.All(says, word => Assert.Contains(word, ran.Error, StringComparison.Ordinal));
    }

    private static string ReadableToAll(string source)
    {
        var copy = Path.Combine(Repository.Scratch, "readable.tif");
        File.Copy(source, copy, overwrite: true);
        return copy;
    }
}
