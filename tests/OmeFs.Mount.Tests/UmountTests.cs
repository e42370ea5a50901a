namespace OmeFs.Mount.Tests;

/// <summary>`omefs umount`: by every path that leads to the mount, and never with a wrong success.</summary>
public sealed class UmountTests : IDisposable
{
    private static readonly string Source = Repository.Fixture("stack.tif");

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"u{Interlocked.Increment(ref _sequence)}")).FullName;

    public void Dispose() => Commands.Run(["sh", "-c", "for m in \"$0\"/*/* \"$0\"/*; do umount -l \"$m\" 2>/dev/null; done; rm -rf \"$0\"", _folder]);

    /// <summary>$1 omefs, $2 the source; each ends unmounted, and prints what is mounted below the folder.</summary>
    [Theory]
    [InlineData("mkdir real; ln -s real link; mkdir link/m; $omefs mount $src link/m; $omefs umount link/m")]
    [InlineData("mkdir real; ln -s real link; mkdir link/m; $omefs mount $src link/m; $omefs umount $PWD/real/m")]
    [InlineData("mkdir m; ln -s m link; $omefs mount $src link; $omefs umount link")]
    [InlineData("mkdir m; ln -s m link; ln -s link link2; $omefs mount $src m; $omefs umount $PWD/link2/")]
    [InlineData("mkdir m; $omefs mount $src m/; $omefs umount ./m//")]
    [InlineData("mkdir -p a/b m; $omefs mount $src a/b/../../m; $omefs umount a/../m")]
    [InlineData("mkdir -p far/dir far/m; ln -s far/dir link; $omefs mount $src link/../m; $omefs umount link/../m")]
    [InlineData("mkdir -p far/dir far/m; ln -s far/dir link; $omefs mount $src link/../m; $omefs umount far/m")]
    [InlineData("mkdir -p real/m alias; mount --bind real alias; $omefs mount $src alias/m; $omefs umount alias/m; umount alias")]
    [InlineData("mkdir m alias; $omefs mount $src m; mount --bind m alias; $omefs umount alias; $omefs umount m")]
    [InlineData("mkdir 'a b'; $omefs mount $src 'a b'; $omefs umount 'a b'")]
    [InlineData("mkdir 'a\\040b'; $omefs mount $src 'a\\040b'; $omefs umount 'a\\040b'")]
    [InlineData("m=$(printf 'new\\nline\\r#x'); mkdir \"$m\"; $omefs mount $src \"$m\"; $omefs umount \"$m\"")]
    [InlineData("mkdir -- -m; $omefs mount -- $src -m; $omefs umount -- -m")]
    [InlineData("mkdir m; $omefs mount $src m; (mkdir gone; cd gone; rmdir ../gone; $omefs umount $OLDPWD/m)")]
    [InlineData("mkdir m n o; $omefs mount $src m; $omefs mount $src n; $omefs mount $src o; $omefs umount m n o")]
    [InlineData("mkdir m; $omefs mount $src m; (cd m/0 && $omefs umount --lazy ../../m)")]
    [InlineData("mkdir m; $omefs mount $src m; (cd m && ! $omefs umount ../m) && $omefs umount m")]
    [InlineData("mkdir m; $omefs mount $src m; kill -9 $(pgrep -f -- \"-- $src $PWD/m\"); sleep 0.3; $omefs umount m")]
    public void By_every_path_that_leads_there(string script)
    {
        var ran = Sh(script);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.DoesNotContain(_folder, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkdir m; $omefs umount m", "nothing mounted there")]
    [InlineData("$omefs umount absent/m", "nothing mounted there")]
    [InlineData("$omefs umount ''", "empty")]
    [InlineData("ln -s b a; ln -s a b; $omefs umount a", "circle")]
    [InlineData("mkdir m; mount -t tmpfs none m; $omefs umount m", "not mounted by omefs")]
    [InlineData("mkdir m; $omefs mount $src m; cd m; $omefs umount ../m", "is in use by sh (")]
    [InlineData("mkdir gone; cd gone; rmdir ../gone; $omefs umount m", "working folder")]
    public void What_cannot_be_unmounted_is_refused(string script, string says)
    {
        var ran = Sh(script);
        Assert.DoesNotContain("omefs (", ran.Error, StringComparison.Ordinal); // it does not name itself as a user
        Assert.True(ran.ExitCode is 1 or 2 && ran.Error.Contains(says, StringComparison.Ordinal), ran.ToString());
    }

    [Fact]
    public void Those_that_fail_do_not_stop_the_others()
    {
        var ran = Sh("mkdir m n; $omefs mount $src m; $omefs mount $src n; $omefs umount m absent n");
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("absent", StringComparison.Ordinal), ran.ToString());
        Assert.DoesNotContain(_folder, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--lazy")]
    [InlineData("--force")]
    public void Another_users_mount_is_theirs(params string[] how)
    {
        using var mounted = Mounted.Open(Source);
        var ran = Commands.Run([.. Mounted.User(true), Repository.Omefs, "umount", .. how, mounted.Point]);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.Contains("mounted by root: only root can unmount it", ran.Error, StringComparison.Ordinal);
        Assert.True(MountTable.IsMounted(mounted.Point));
        var all = Commands.Run([.. Loner, Repository.Omefs, "umount", "--all"]);
        Assert.True(all.ExitCode == 0 && MountTable.IsMounted(mounted.Point), all.ToString());
    }

    /// <summary>A user that no other test has ("daemon"; fusermount3 wants a name): what others mount meanwhile must stay.</summary>
    private static readonly string[] Loner = ["setpriv", "--reuid=1", "--regid=1", "--clear-groups", "env", "-u", "XDG_RUNTIME_DIR", "HOME=/nonexistent"];

    [Fact]
    public void All_of_a_user_and_no_others()
    {
        var copy = Path.Combine(Repository.Scratch, "all.tif");
        File.Copy(Source, copy, overwrite: true);
        using var others = Mounted.Open(Source);
        string[] points = [Mounted.NewPoint(), Mounted.NewPoint()];
        try
        {
            foreach (var point in points)
            {
                Commands.Run(["chown", "1:1", point]);
                var mounted = Commands.Run([.. Loner, Repository.Omefs, "mount", copy, point]);
                Assert.True(mounted.ExitCode == 0 && MountTable.IsMounted(point), mounted.ToString());
            }
            var ran = Commands.Run([.. Loner, Repository.Omefs, "umount", "--all"]);
            Assert.True(ran.ExitCode == 0, ran.ToString());
            Assert.Equal((true, false, false), (MountTable.IsMounted(others.Point), MountTable.IsMounted(points[0]), MountTable.IsMounted(points[1])));
        }
        finally
        {
            foreach (var point in points)
                Mounted.Unmount(point);
        }
    }

    [Fact]
    public void Root_unmounts_anybodys()
    {
        var copy = Path.Combine(Repository.Scratch, "anybodys.tif");
        File.Copy(Source, copy, overwrite: true);
        using var mounted = Mounted.Open(copy, unprivileged: true);
        Assert.Equal(0, Commands.Run([Repository.Omefs, "umount", mounted.Point]).ExitCode);
        Assert.False(MountTable.IsMounted(mounted.Point));
    }

    private Finished Sh(string script) =>
        Commands.Run(["sh", "-c", $"cd \"$0\" && omefs=$1 src=$2 && {script}", _folder, Repository.Omefs, Source], seconds: 60);
}
