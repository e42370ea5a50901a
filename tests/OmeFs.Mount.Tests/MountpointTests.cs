namespace OmeFs.Mount.Tests;

/// <summary>A mountpoint that does not exist is made for the mount, and is gone with it.</summary>
public sealed class MountpointTests : IDisposable
{
    private static readonly string Source = Repository.Fixture("stack.tif");

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"made{Interlocked.Increment(ref _sequence)}")).FullName;

    private string Point => Path.Combine(_folder, "data.ome.zarr");

    public void Dispose()
    {
        Mounted.Unmount(Point);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("\"$1\" umount \"$2\"")]
    [InlineData("umount \"$2\"")]
    [InlineData("umount -l \"$2\"")]
    [InlineData("kill -TERM $pid")]
    [InlineData("kill -HUP $pid")]
    [InlineData("kill -QUIT $pid")]
    [InlineData("kill -XCPU $pid")]
    [InlineData("kill -TERM $pid; kill -TERM $pid")]
    public void However_it_ends(string end)
    {
        Assert.Equal(0, Mounted.TryMount(Source, Point).ExitCode);
        var daemon = Assert.Single(MountTable.Daemons(Point));
        Assert.Equal(0, Commands.Run(["bash", "-c", $"pid=$3; {end}", "bash", Repository.Omefs, Point, $"{daemon}"]).ExitCode);
        Assert.True(MountTable.WaitUntil(() => !Directory.Exists(Point)), "the folder is there still");
        Assert.False(MountTable.IsMounted(Point));
    }

    [Fact]
    public void A_folder_that_was_there_stays()
    {
        Directory.CreateDirectory(Point);
        Assert.Equal(0, Mounted.TryMount(Source, Point).ExitCode);
        Assert.Equal(0, Commands.Run([Repository.Omefs, "umount", Point]).ExitCode);
        Assert.True(Directory.Exists(Point));
    }

    [Fact]
    public void Umount_returns_when_it_is_gone_so_that_the_next_mount_can_begin()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0, Mounted.TryMount(Source, Point).ExitCode);
            Assert.Equal(0, Commands.Run([Repository.Omefs, "umount", Point]).ExitCode);
            Assert.False(Directory.Exists(Point));
        }
    }

    [Fact]
    public void What_fails_leaves_no_folder()
    {
        var ran = Mounted.TryMount("/nonexistent.tif", Point);
        Assert.Equal(1, ran.ExitCode);
        Assert.False(Directory.Exists(Point));
    }

    [Fact]
    public void Only_the_last_part_is_made()
    {
        var ran = Mounted.TryMount(Source, Path.Combine(_folder, "absent", "point"));
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("mkdir -p", StringComparison.Ordinal), ran.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("--no-create")]
    [InlineData("-o", "no_create")]
    public void Who_minds_can_say_so(params string[] option)
    {
        var ran = Mounted.TryMount(Source, Point, false, option);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("does not exist", StringComparison.Ordinal), ran.ToString());
        Assert.False(Directory.Exists(Point));
    }

    [Fact]
    public void A_user_may_only_where_they_may_write()
    {
        var ran = Mounted.TryMount(Source, Point, unprivileged: true);
        Assert.True(ran.ExitCode == 1, ran.ToString());
        Assert.False(Directory.Exists(Point));
    }
}
