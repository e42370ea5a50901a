using System.Text.Json;
using System.Text.RegularExpressions;

namespace OmeFs.Mount.Tests;

/// <summary>
/// Every command where the system around it takes something away: the working folder, an output, the home, a place for temporary files,
/// permissions, /dev/fuse, room. Each ends with an exit code of omefs and one message of its own; no stack, no sentence of the platform.
/// </summary>
public sealed partial class SurroundingsTests : IDisposable
{
    private const string NoMore = "standard output cannot be written: ";

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"s{Interlocked.Increment(ref _sequence)}")).FullName;
    private readonly string _source, _slides, _point, _refs;

    public SurroundingsTests()
    {
        _slides = Directory.CreateDirectory(Path.Combine(_folder, "slides")).FullName;
        _source = Path.Combine(_slides, "stack.tif");
        File.Copy(Repository.Fixture("stack.tif"), _source);
        _point = Directory.CreateDirectory(Path.Combine(_folder, "stack.ome.zarr")).FullName;
        _refs = Path.Combine(_folder, "refs.json");
        Assert.Equal(0, Commands.Run([Repository.Omefs, "index", _source, "-o", _refs]).ExitCode);
    }

    public void Dispose()
    {
        Mounted.Unmount(_point);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One command a word, with everything that is a path made absolute.</summary>
    private Dictionary<string, string[]> All => new()
    {
        ["nothing"] = [],
        ["--help"] = ["--help"],
        ["--version"] = ["--version"],
        ["help"] = ["help", "mount"],
        ["help references"] = ["help", "references"],
        ["unknown command"] = ["fly"],
        ["unknown option"] = ["inspect", "--jsn", _source],
        ["mount"] = ["mount", _source, _point],
        ["mount --json"] = ["mount", "--json", _source, _point],
        ["mount of a folder"] = ["mount", _slides, _point],
        ["mount of references"] = ["mount", _refs, _point],
        ["umount"] = ["umount", _point],
        ["list"] = ["list"],
        ["list --json"] = ["list", "--json"],
        ["inspect"] = ["inspect", _source],
        ["inspect --json"] = ["inspect", "--json", _source],
        ["inspect of a folder"] = ["inspect", _slides],
        ["inspect of references"] = ["inspect", _refs],
        ["inspect of nothing"] = ["inspect", "--json", Path.Combine(_folder, "absent.tif")],
        ["verify"] = ["verify", _source],
        ["index"] = ["index", _source, "-o", Path.Combine(_folder, "out.json"), "--force"],
        ["index to standard output"] = ["index", _source, "-o", "-"],
        ["demo"] = ["demo"],
    };

    [Theory]
    [InlineData("exec \"$@\" >/dev/full", "no space left on device")]
    [InlineData("exec \"$@\" >&-", "bad file descriptor")]
    [InlineData("exec \"$@\" <&- >&-", "bad file descriptor")]
    public void An_output_that_takes_nothing(string script, string why)
    {
        Each(script, (name, ran) =>
        {
            if (ran.Error.Contains(NoMore, StringComparison.Ordinal))
                return ran.ExitCode == 1 && ran.Error.Contains(NoMore + why, StringComparison.Ordinal) ? null : "another end than 1";
            // Commands that print nothing, and those that fail before they could.
            return name is "umount" or "nothing" or "unknown command" or "unknown option" or "inspect of nothing" ? null : "no word about it";
        });
        Assert.False(MountTable.IsMounted(_point), "a mount that could not be reported is still there");
    }

    [Theory]
    [InlineData("exec \"$@\" 2>&-")]
    [InlineData("exec \"$@\" 2>/dev/full")]
    [InlineData("exec \"$@\" <&- >&- 2>&-")]
    [InlineData("exec \"$@\" <&- 2>&-")]
    public void A_standard_error_that_takes_nothing(string script) => Each(script, (_, ran) => ran.Error.Length == 0 ? null : "words from nowhere", hasError: false);

    /// <summary>Numbers of closed streams go to files of the runtime's, which must stay: threads that read one of them would never wait again.</summary>
    [Theory]
    [InlineData("2>&-")]
    [InlineData("<&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void A_daemon_started_with_closed_streams_is_at_rest(string closed)
    {
        var ran = Sh($"exec \"$@\" {closed}", ["mount", "--quiet", _source, _point]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        var daemon = Assert.Single(MountTable.Daemons(_point));
        var busy = Directory.GetDirectories($"/proc/{daemon}/task").ToHashSet();
        for (var look = 0; look < 20 && busy.Count > 0; look++, Thread.Sleep(20))
            busy.RemoveWhere(thread => !File.Exists($"{thread}/stat") || File.ReadAllText($"{thread}/stat").Split(") ")[^1][0] != 'R');
        Assert.Empty(busy);
    }

    /// <summary>Whoever has read enough is no fault: the command ends as it would have ended.</summary>
    [Fact]
    public void A_reader_that_has_had_enough() =>
        Each("{ \"$@\"; echo $? >\"$code\"; } | true; exit $(cat \"$code\")", (_, ran) => ran.Error.Contains(NoMore, StringComparison.Ordinal) ? "a fault" : null);

    [Fact]
    public void A_working_folder_that_was_deleted()
    {
        const string gone = "mkdir \"$code.d\" && cd \"$code.d\" && rmdir \"$code.d\" && exec \"$@\"";
        Each(gone, (name, ran) => ran.ExitCode == (name is "nothing" or "unknown command" or "unknown option" ? 2 : name is "inspect of nothing" ? 1 : 0) ? null
            : "a working folder is needed only for relative paths");
        foreach (var words in (string[][])[["inspect", "a.tif"], ["verify", "a.tif"], ["index", "a.tif", "-o", "-"], ["index", _source, "-o", "b.json"], ["mount", "a.tif", "p"],
            ["mount", _source, "p"], ["umount", "p"],
            ["mount", "--log-file", "l", _source, _point], ["mount", "--target", "t", _refs, _point], ["mount", "--allow-source", "t", _refs, _point], ["mount", "-o", "log_file=l", _source, _point]])
        {
            var ran = Sh(gone, words);
            Assert.True(ran.ExitCode == 1 && ran.Error.Contains("working folder", StringComparison.Ordinal) && Fault(ran, hasError: true) is null, ran.ToString());
        }
    }

    [Theory]
    [InlineData("unset HOME XDG_STATE_HOME; exec \"$@\"")]
    [InlineData("HOME=/proc exec \"$@\"")]
    [InlineData("HOME=relative XDG_STATE_HOME=relative exec \"$@\"")]
    [InlineData("HOME= XDG_STATE_HOME=/dev/null exec \"$@\"")]
    public void A_home_that_is_not_there(string script)
    {
        Each(script, (_, _) => null);
        Each("exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent \"$@\"", (_, _) => null);
    }

    [Fact]
    public void A_place_for_temporary_files_that_is_not_there() =>
        Each("TMPDIR=/nonexistent exec \"$@\"", (name, ran) => name == "demo" ? ran.ExitCode == 1 && ran.Error.Contains("TMPDIR", StringComparison.Ordinal) ? null : "not a word about TMPDIR" : null);

    [Fact]
    public void A_folder_that_may_not_be_read()
    {
        foreach (var mode in (UnixFileMode[])[UnixFileMode.None, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, UnixFileMode.OtherExecute])
        {
            File.SetUnixFileMode(_slides, mode);
            Each("exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"", (name, ran) => name is "inspect of a folder" or "mount of a folder" && ran.ExitCode != 1
                && mode != (UnixFileMode)4 ? "shown" : null);
            File.SetUnixFileMode(_slides, (UnixFileMode)0b111_101_101);
        }
    }

    [Fact]
    public void A_device_that_may_not_be_opened() =>
        Each(
            "exec unshare -m sh -c 'mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/urandom c 1 9 && mknod -m 000 /dev/fuse c 10 229 && exec setpriv "
                + "--reuid=65534 --regid=65534 --clear-groups \"$@\"' sh \"$@\"",
            (name, ran) => name.StartsWith("mount", StringComparison.Ordinal) && ran.ExitCode != 1 ? "mounted" : null);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void A_limit_on_the_size_of_files(int blocks) =>
        Each($"(ulimit -f {blocks}; exec \"$@\") 2>&1 | cat; exit ${{PIPESTATUS[0]}}", (_, _) => null);

    [Fact]
    public void A_program_gets_its_JSON_even_so()
    {
        foreach (var words in (string[][])[["inspect", "--json", "/nonexistent.tif"], ["inspect", "--json", "--jsn"], ["mount", "--json", "/nonexistent.tif", _point], ["verify", "--json"],
            ["mount", "--json", _source, "/dev/null"]])
        {
            var ran = Commands.Run([Repository.Omefs, .. words]);
            using var document = JsonDocument.Parse(ran.Output);
            var error = document.RootElement.GetProperty("error");
            Assert.Equal("omefs.error/1", document.RootElement.GetProperty("schema").GetString());
            Assert.Equal(ran.ExitCode, error.GetProperty("exit_code").GetInt32());
            Assert.StartsWith("omefs: " + error.GetProperty("message").GetString(), ran.Error, StringComparison.Ordinal);
        }
    }

    /// <param name="script">Runs "$@"; "$code" is the name of a file for it.</param>
    /// <param name="judge">What is wrong, or null.</param>
    private void Each(string script, Func<string, Finished, string?> judge, bool hasError = true)
    {
        var wrong = new List<string>();
        foreach (var (name, words) in All)
        {
            if (name == "umount")
                Mounted.TryMount(_source, _point);
            var ran = Sh(script, words);
            if ((Fault(ran, hasError) ?? judge(name, ran)) is { } fault)
                wrong.Add($"{name}: {fault}: {ran}");
            for (var i = 0; i < 3 && MountTable.IsMounted(_point); i++)
                Commands.Run(["umount", "-l", _point]);
        }
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    private Finished Sh(string script, string[] words) =>
        Commands.Run(["/bin/bash", "-c", "code=$1; shift; " + script, "bash", Path.Combine(_folder, "code"), Repository.Omefs, .. words], seconds: 60);

    /// <summary>What no end of a command may have.</summary>
    private static string? Fault(Finished ran, bool hasError) =>
        ran.ExitCode is < 0 or > 3 ? "an exit code that is not omefs' own"
        : PlatformText().IsMatch(ran.Output + ran.Error) ? "a text of the platform"
        : ran.ExitCode is 0 or 3 || !hasError ? null
        : !(ran.Error + ran.Output).Contains("omefs: ", StringComparison.Ordinal) ? "no message"
        : ran.Error.Split("omefs: ").Length > 2 ? "more than one message"
        : ran.Error.Trim().Split('\n').Length > 3 ? "more than a few lines"
        : null;

    [GeneratedRegex(@"^   at |Unhandled|System\.\w|Exception|Access to the path|Could not find|\bHRESULT\b", RegexOptions.Multiline)]
    private static partial Regex PlatformText();
}
