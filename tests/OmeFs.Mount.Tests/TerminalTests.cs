using System.Text.RegularExpressions;

namespace OmeFs.Mount.Tests;

/// <summary>What people see on a terminal of 80 columns, or of less, in whatever language; and what a pipe gets.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch,
        $"t{Interlocked.Increment(ref _sequence)}/a folder with a long name, so that paths are longer than a line")).FullName;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private string Source
    {
        get
        {
            var source = Path.Combine(_folder, "several images.ome.tif");
            if (!File.Exists(source))
                File.Copy(Repository.Fixture("pyramid-several-images.ome.tif"), source);
            return source;
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(200)]
    public void Paths_are_on_one_line_and_words_are_not_broken(int columns)
    {
        var point = Directory.CreateDirectory(Path.Combine(_folder, "mount point")).FullName;
        try
        {
            var mounted = Shown(columns, "mount", Source, point);
            Assert.Contains($"napari --plugin napari-ome-zarr '{point}/0'\n", mounted, StringComparison.Ordinal);
            Assert.Contains($"Python  zarr.open(\"{point}/0\", mode=\"r\")[\"0\"]\n", mounted, StringComparison.Ordinal);
            Assert.Contains($"omefs umount '{point}'\n", mounted, StringComparison.Ordinal);
            Assert.Contains(point, Shown(columns, "list"), StringComparison.Ordinal);
            Assert.Contains(Source, Shown(columns, "list"), StringComparison.Ordinal);
        }
        finally
        {
            Mounted.Unmount(point);
        }
        foreach (var words in (string[][])[["inspect", Source], ["verify", Source], ["inspect", _folder], ["inspect", Repository.Fixture("pyramid-rgb.ome.tif")],
            ["verify", Source, Repository.Fixture("stack.tif")]])
        {
            var text = Shown(columns, words);
            if (words[0] == "inspect" && words[1] == Source)
                Assert.Contains(Source, text, StringComparison.Ordinal);
            // All words of the wide form, on some line each: none is broken.
            var pieces = Words(text).ToHashSet();
            Assert.All(Words(Piped(words)).Where(word => word.Length < columns), word => Assert.Contains(word, pieces));
        }
    }

    [Theory]
    [InlineData("mount")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("index")]
    [InlineData("umount")]
    [InlineData("list")]
    [InlineData("help")]
    [InlineData("demo")]
    public void Help_fits_a_terminal(string command)
    {
        var lines = Shown(80, command, "--help").Split('\n');
        Assert.InRange(lines.Length, 5, command == "mount" ? 43 : 48);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain("[default:", string.Join('\n', lines).Replace("[default: 100]", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dumb_terminal_gets_no_progress_and_no_colours()
    {
        foreach (var words in (string[][])[["inspect", Source], ["verify", Source], ["inspect", _folder]])
        {
            var text = Typed("TERM=dumb", 80, words);
            Assert.DoesNotContain("counting", text, StringComparison.Ordinal);
            Assert.DoesNotContain("opening", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\e[3", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\e[2K", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("LC_ALL=C")]
    [InlineData("LC_ALL= LC_CTYPE=POSIX LANG=C.UTF-8")]
    [InlineData("LC_ALL= LC_CTYPE= LANG=")]
    [InlineData("LC_ALL= LC_CTYPE= LANG=de_DE.ISO-8859-1")]
    public void Another_locale_gets_ASCII(string locale)
    {
        foreach (var words in (string[][])[["inspect", Source], ["verify", Source], ["inspect", Repository.Fixture("stack.tif"), _folder]])
            Assert.DoesNotContain(Typed(locale, 120, words), one => one > 127);
        Assert.DoesNotContain(Commands.Run(["env", .. locale.Split(' '), Repository.Omefs, "inspect", Source]).Output, one => one > 127);
    }

    [Fact]
    public void A_pipe_gets_no_escapes_wherever_it_runs()
    {
        foreach (var environment in (string[])["TERM=xterm-256color", "GITHUB_ACTIONS=true", "CI=true", "TEAMCITY_VERSION=9", "COLORTERM=truecolor", "CLICOLOR_FORCE=1"])
            foreach (var words in (string[][])[["inspect", Source], ["list"], ["verify", Source], ["inspect", "/nonexistent"], ["--help"]])
            {
                var ran = Commands.Run(["env", environment, Repository.Omefs, .. words]);
                Assert.DoesNotContain('\e', ran.Output + ran.Error);
            }
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value);

    private static string Piped(string[] words) => Commands.Run([Repository.Omefs, .. words]).Output;

    private static string Shown(int columns, params string[] words) => Escape().Replace(Typed("TERM=xterm", columns, words), "");

    /// <summary>As a terminal of so many columns gets it; its line ends made plain.</summary>
    private static string Typed(string environment, int columns, params string[] words)
    {
        var line = $"stty cols {columns} rows 50; exec env {environment} {string.Join(' ', words.Prepend(Repository.Omefs).Select(word => $"'{word}'"))}";
        var ran = Commands.Run(["script", "-qec", line, "/dev/null"]);
        return ran.Output.Replace("\r", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[a-zA-Z]|\e[=>]")]
    private static partial Regex Escape();

    /// <summary>Of three letters or more; numbers and paths among them.</summary>
    [GeneratedRegex(@"[^\s─│|+-][^\s─│|]{2,}")]
    private static partial Regex Word();
}
