using OmeFs.Core;
using OmeFs.Logging;

namespace OmeFs.Tests.Logging;

/// <summary>A log is written exactly where it was asked for, and nothing of anybody else's is touched.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("omefs-log-").FullName;

    private string Log => Path.Combine(_folder, "run.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_a_log_roller_would_take_for_its_own_is_left_alone()
    {
        string[] theirs = ["run_001.log", "run_002.log", "run.log.1", "run.1.log", "run-20261128.log", "run20261128.log", "run.log.bak", "img_001.tif", "run_001.log.gz"];
        foreach (var name in theirs)
            File.WriteAllText(Path.Combine(_folder, name), name);
        Fill(Log, null, lines: 2_000);
        Assert.All(theirs, name => Assert.Equal(name, File.ReadAllText(Path.Combine(_folder, name))));
        Assert.Equal(theirs.Append("run.log").Order(), Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    public static TheoryData<string> NoLogs => ["\n", "data", "2026-11-28,5.1,7\n", "2026-11-28 18:00:00.000 INFO started\n", "2026-11-28 18:00:00,000 INF started\n", "\u007fELF",
        "{\"a\": 1}", " 2026-11-28 18:00:00.000 INF x\n", "II*\0"];

    [Theory, MemberData(nameof(NoLogs))]
    public void A_file_that_is_no_log_of_omefs_is_refused_and_kept(string content)
    {
        File.WriteAllText(Log, content);
        var fault = Assert.Throws<OmeFsException>(() => LogFile.Open(Log));
        Assert.Contains("is not a log of omefs", fault.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Log));
    }

    /// <summary>Also that of 0.1.0, whose lines had no process.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("2026-11-28 18:00:00.000 INF omefs[12] /a.tif is mounted on /mnt\n")]
    [InlineData("2026-11-28 18:00:00.000 WRN /a.tif is mounted on /mnt\n")]
    public void An_empty_file_and_a_log_of_omefs_are_gone_on_with(string before)
    {
        File.WriteAllText(Log, before);
        Fill(Log, null, lines: 2);
        Assert.StartsWith(before, File.ReadAllText(Log), StringComparison.Ordinal);
        Assert.True(LogLine.BeginsLog(File.ReadAllBytes(Log)));
        Fill(Log, null, lines: 1);
        Assert.Equal(before.Count(one => one == '\n') + 3, File.ReadAllLines(Log).Length);
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        Fill(Log, null, lines: 1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Theory]
    [InlineData("mkfifo", "log")]
    [InlineData("mkdir", "log")]
    [InlineData("ln", "-s", "/dev/full", "log")]
    public void What_is_no_file_is_refused_at_once(params string[] command)
    {
        var path = Path.Combine(_folder, "log");
        using var made = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(command[0], [.. command[1..^1], path]))!;
        made.WaitForExit();
        var fault = Assert.Throws<OmeFsException>(() => LogFile.Open(path));
        Assert.Equal(FaultKind.AccessRefused, fault.Kind);
    }

    [Fact]
    public void A_device_is_refused() => Assert.Contains("a device", Assert.Throws<OmeFsException>(() => LogFile.Open("/dev/null")).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void Root_follows_no_link()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root follows none");
        var target = Path.Combine(_folder, "target");
        foreach (var there in (bool[])[false, true])
        {
            if (there)
                File.WriteAllText(target, "");
            File.CreateSymbolicLink(Log, target);
            Assert.Contains("symbolic link", Assert.Throws<OmeFsException>(() => LogFile.Open(Log)).Message, StringComparison.Ordinal);
            File.Delete(Log);
            Assert.Equal(there, File.Exists(target));
        }
        Assert.Equal("", File.ReadAllText(target));
    }

    [Fact]
    public void Writers_do_not_overwrite_each_other_and_lines_stay_whole()
    {
        const int writers = 8, lines = 500;
        Parallel.For(0, writers, new ParallelOptions { MaxDegreeOfParallelism = writers }, writer =>
        {
            using var file = LogFile.Open(Log);
            for (var i = 0; i < lines; i++)
                file.Write(Line($"writer {writer} line {i} {new string('x', i)}"));
        });
        var found = File.ReadAllLines(Log);
        Assert.Equal(writers * lines, found.Length);
        Assert.All(found, line => Assert.Matches(@"^\S+ \S+ INF omefs\[\d+\] writer \d line (\d+) x*$", line));
        Assert.Equal(writers * lines, found.Select(line => line[line.IndexOf("writer", StringComparison.Ordinal)..]).Distinct().Count());
    }

    [Fact]
    public void A_log_that_rolls_stays_small_and_goes_on()
    {
        const int largest = 10_000;
        Fill(Log, new LogRoll(largest, 2), lines: 3_000);
        Assert.Equal(["run.log", "run.log.1", "run.log.2"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_folder), file => Assert.InRange(new FileInfo(file).Length, 0, largest + 200));
        Assert.Contains("line 2999", string.Concat(Directory.GetFiles(_folder).Order().Take(2).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public void Mounts_that_share_a_log_that_rolls_lose_no_line()
    {
        const int writers = 4, lines = 400;
        Parallel.For(0, writers, new ParallelOptions { MaxDegreeOfParallelism = writers }, writer => Fill(Log, new LogRoll(20_000, 50), lines, $"writer {writer} "));
        Assert.Equal(writers * lines, Directory.GetFiles(_folder).Sum(file => File.ReadAllLines(file).Length));
    }

    [Fact]
    public void A_log_that_was_moved_away_begins_anew_and_what_took_its_name_is_left_alone()
    {
        using var file = LogFile.Open(Log);
        file.Write(Line("first"));
        File.Move(Log, Log + ".old");
        file.Write(Line("second"));
        Assert.EndsWith("second", File.ReadAllText(Log).TrimEnd(), StringComparison.Ordinal);
        File.Delete(Log);
        File.WriteAllText(Log, "theirs");
        file.Write(Line("third"));
        Assert.Equal("theirs", File.ReadAllText(Log));
        Assert.Single(File.ReadAllLines(Log + ".old"));
    }

    private static void Fill(string path, LogRoll? roll, int lines, string prefix = "")
    {
        using var file = LogFile.Open(path, roll);
        for (var i = 0; i < lines; i++)
            file.Write(Line($"{prefix}line {i}"));
    }

    private static string Line(string text) => LogLine.Spell(DateTime.Now, Microsoft.Extensions.Logging.LogLevel.Information, text);

    [Fact]
    public void A_folder_that_is_not_there_is_not_made_for_a_log_that_was_named()
    {
        var path = Path.Combine(_folder, "absent", "run.log");
        var fault = Assert.Throws<OmeFsException>(() => LogFile.Open(path));
        Assert.Contains($"there is no folder {Path.GetDirectoryName(path)}", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }
}
