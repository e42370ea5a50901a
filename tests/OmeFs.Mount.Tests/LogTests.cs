using System.Text.Json;
using System.Text.RegularExpressions;

namespace OmeFs.Mount.Tests;

/// <summary>Where a mount logs, what it logs, and what it leaves alone.</summary>
public sealed class LogTests : IDisposable
{
    private static readonly string Source = Repository.Fixture("stack.tif");

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"log{Interlocked.Increment(ref _sequence)}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_named_log_touches_no_other_file()
    {
        foreach (var name in (string[])["run_001.log", "run_002.log", "run.log.1"])
            File.WriteAllText(Path.Combine(_folder, name), "mine");
        var log = Path.Combine(_folder, "run.log");
        for (var i = 0; i < 3; i++)
            using (Mounted.Open(Source, false, "--log-file", log, "--log-level", "debug"))
                Assert.True(File.Exists(log));
        Assert.Equal(["mine", "mine", "mine"], Directory.GetFiles(_folder, "run?*").Where(file => file != log).Select(File.ReadAllText));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
    }

    [SkippableFact]
    public void A_log_on_a_full_disk_is_a_note()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can make a disk that is full");
        const string script = """
            mount -t tmpfs -o size=4k none "$0"
            head -c 8192 /dev/zero >"$0/full" 2>/dev/null
            "$1" mount "$2" "$3" --log-file "$0/run.log"
            "$1" umount "$3"
            """;
        var point = Mounted.NewPoint();
        var ran = Commands.Run(["unshare", "-m", "sh", "-c", script, _folder, Repository.Omefs, Source, point]);
        Mounted.Unmount(point);
        Assert.Contains($"faults of this mount are not logged: the log {_folder}/run.log cannot be written: no space left on device", ran.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_home_that_may_not_be_written_is_not_an_unknown_home()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can become another user");
        var (home, source, point) = (Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName, Path.Combine(_folder, "a.tif"), Mounted.NewPoint(unprivileged: true));
        File.SetUnixFileMode(home, (UnixFileMode)0b111_000_000);
        File.Copy(Source, source);
        var ran = Commands.Run([.. Mounted.User(true), $"HOME={home}", Repository.Omefs, "mount", source, point]);
        Mounted.Unmount(point);
        Assert.Contains($"the log {home}/.local/state/omefs/omefs.log cannot be written: permission denied", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n1,2\n", "is not a log of omefs")]
    [InlineData(null, "a pipe")]
    public void A_log_that_would_harm_is_refused_and_nothing_is_mounted(string? content, string says)
    {
        var log = Path.Combine(_folder, "data.csv");
        if (content is null)
            Commands.Run(["mkfifo", log]);
        else
            File.WriteAllText(log, content);
        var point = Mounted.NewPoint();
        var ran = Mounted.TryMount(Source, point, false, "--log-file", log);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains(says, StringComparison.Ordinal), ran.ToString());
        Assert.False(MountTable.IsMounted(point));
        Assert.True(content is null || File.ReadAllText(log) == content);
        Mounted.Unmount(point);
    }

    [Fact]
    public void Mounts_share_a_log_with_whole_lines()
    {
        var log = Path.Combine(_folder, "shared.log");
        var mounts = Enumerable.Range(0, 4).Select(_ => Mounted.Open(Source, false, "--log-file", log, "--log-level", "debug")).ToList();
        mounts.AsParallel().ForAll(mount => mount.Dispose());
        Assert.True(MountTable.WaitUntil(() => Regex.Count(File.ReadAllText(log), "requests=") == 4), File.ReadAllText(log));
        Assert.All(File.ReadAllLines(log), line => Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (DBG|INF|WRN|ERR) omefs\[\d+\] ", line));
        Assert.Equal(4, File.ReadAllLines(log).Select(line => line.Split(['[', ']'])[1]).Distinct().Count());
    }

    [Fact]
    public void A_source_that_changes_is_one_line_with_a_count()
    {
        var (source, log) = (Path.Combine(_folder, "rows.tif"), Path.Combine(_folder, "faults.log"));
        File.Copy(Repository.Fixture("rows-bands.tif"), source);
        using (var mounted = Mounted.Open(source, false, "--log-file", log))
        {
            var chunks = Directory.EnumerateFiles(mounted.Point, "*", SearchOption.AllDirectories).Where(file => int.TryParse(Path.GetFileName(file), out _)).ToList();
            Assert.True(chunks.Count > 1, "the test needs more chunks than one");
            File.SetLastWriteTimeUtc(source, DateTime.UtcNow.AddHours(-1));
            Assert.All(chunks, chunk => Assert.ThrowsAny<IOException>(() => File.ReadAllBytes(chunk)));
        }
        Assert.True(MountTable.WaitUntil(() => File.ReadAllText(log).Contains("ending", StringComparison.Ordinal)), File.ReadAllText(log));
        Assert.Single(File.ReadAllLines(log), line => line.Contains("ESTALE", StringComparison.Ordinal));
        Assert.Single(File.ReadAllLines(log), line => line.Contains("more request(s) failed", StringComparison.Ordinal));
    }

    [Fact]
    public void The_user_is_told_where_the_log_is()
    {
        var log = Path.Combine(_folder, "told.log");
        using (var mounted = Mounted.Open(Source, false, "--log-file", log))
            Assert.Contains(log, mounted.Output, StringComparison.Ordinal);
        using (var mounted = Mounted.Open(Source, false, "--log-file", log, "--json"))
        using (var report = JsonDocument.Parse(mounted.Output))
            Assert.Equal(log, report.RootElement.GetProperty("log_file").GetString());
        Assert.Contains("omefs/omefs.log", Commands.Run([Repository.Omefs, "mount", "--help"]).Output.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    /// <summary>A user without a home gets a mount, and is told that it has no log.</summary>
    [Fact]
    public void A_mount_without_a_log_says_so()
    {
        var copy = Path.Combine(Repository.Scratch, "no-home.tif");
        File.Copy(Source, copy, overwrite: true);
        using var mounted = Mounted.Open(copy, unprivileged: true);
        Assert.Contains("not logged", mounted.Output, StringComparison.Ordinal);
    }
}
