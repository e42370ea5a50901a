using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace OmeFs.Mount.Tests;

/// <summary>
/// README and docs/how-to, command by command: in a folder of their own, where /data, /mnt and /srv of the pages are, with small files of the names that
/// the pages use. A command whose program is not installed is passed over, and <see cref="A_program_of_a_page_is_installed"/> is skipped with its name.
/// </summary>
public sealed partial class HowToTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>A command that serves, and ends by itself never, says so behind it.</summary>
    private const string Serves = "# serves until Ctrl-C";

    /// <summary>The port that pages use.</summary>
    private const string PagePort = "8080";

    private static readonly string NodePrograms = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/js/node_modules/.bin");

    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"howto{Interlocked.Increment(ref _sequence)}")).FullName;

    public static TheoryData<string> Pages => [.. Page.Names];

    public static TheoryData<string> Programs => [.. Page.Names.SelectMany(name => Page.Read(name).Blocks).SelectMany(block => block.Needs).Distinct().Order(StringComparer.Ordinal)];

    [SkippableTheory, MemberData(nameof(Pages))]
    public void A_page_does_what_it_says(string name)
    {
        var page = Page.Read(name);
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root may let other users in without a line in /etc/fuse.conf");
        Prepare();
        foreach (var block in page.Blocks.Where(block => block.IsRun))
        {
            Assert.False(TakesAll().IsMatch(block.Code), $"{name}: this would take the mounts of others, too:\n{block.Code}");
            Run(block);
        }
    }

    [SkippableTheory, MemberData(nameof(Programs))]
    public void A_program_of_a_page_is_installed(string program) => Skip.IfNot(IsInstalled(program), $"{program} is not installed");

    /// <summary>What is not run is configuration, which a test that the page names reads; or it is said to be only shown.</summary>
    [Theory, MemberData(nameof(Pages))]
    public void A_page_says_what_was_tested(string name)
    {
        var page = Page.Read(name);
        Assert.All(page.Blocks, block => Assert.True(
            block.IsRun || block.IsShown || page.Text.Contains("Tests`", StringComparison.Ordinal), $"{name}: nobody runs this, and nothing says so:\n{block.Code}"));
        if (name.StartsWith("docs/", StringComparison.Ordinal))
            Assert.Contains("\n## Tested\n", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_have_commands() => Assert.InRange(Page.Names.Sum(name => Page.Read(name).Blocks.Where(block => block.IsRun).Sum(block => block.Lines().Count())), 30, int.MaxValue);

    public void Dispose()
    {
        foreach (var point in MountTable.Below(_folder))
            Mounted.Unmount(point);
        Assert.True(MountTable.WaitUntil(() => MountTable.Below(_folder).Length == 0), $"something is mounted below {_folder} still");
        Directory.Delete(_folder, recursive: true);
    }

    private void Prepare()
    {
        foreach (var folder in (string[])["bin", "mnt", "srv", "data/slides", "data/raw"])
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        foreach (var (from, to) in ((string, string)[])[
            ("pyramid-classic-le-deflate.ome.tif", "data.ome.tiff"), ("aperio-zlib.svs", "slide.svs"), ("stack.tif", "slides/NAME.tif"),
            ("aperio-zlib.svs", "slides/slide.svs"), ("stack.tif", "raw/stack.tif"), ("stack.tif", "data.h5")])
            File.Copy(Repository.Fixture(from), Path.Combine(_folder, "data", to));
        File.WriteAllText(Path.Combine(_folder, "data/refs.json"), """{"version": 1, "refs": {"a/b": ["raw/stack.tif", 0, 8], "a/c": [null, 8, 8]}}""");
        Link("omefs", Repository.Omefs);
        Link("python3", Repository.Python);
        if (Directory.Exists(NodePrograms))
        {
            File.WriteAllText(Path.Combine(_folder, "bin/npx"), $"#!/bin/sh\nprogram=$1; shift\nexec \"{NodePrograms}/$program\" \"$@\"\n");
            File.SetUnixFileMode(Path.Combine(_folder, "bin/npx"), (UnixFileMode)0b111_101_101);
        }
    }

    private void Link(string name, string program) => File.CreateSymbolicLink(Path.Combine(_folder, "bin", name), program);

    private void Run(PageBlock block)
    {
        var absent = block.Needs.Where(program => !IsInstalled(program)).ToHashSet();
        foreach (var program in absent)
            output.WriteLine($"not run: {program} is not installed");
        if (block.Language == "python")
        {
            if (absent.Count == 0)
                Finish(["python3", "-W", "ignore", "-c", Here(block.Code, 0)]);
            return;
        }
        if (block.Language == "console")
        {
            foreach (Match command in Command().Matches(block.Code))
            {
                var printed = Finish(["bash", "-euc", Here(command.Groups[1].Value, 0)]).Output;
                Assert.Matches("^" + Pattern(Here(command.Groups[2].Value, 0)) + "$", Plain(printed));
            }
            return;
        }
        var port = FreePort();
        var script = new StringBuilder();
        foreach (var line in block.Lines().Where(line => !absent.Any(program => line.StartsWith(program + " ", StringComparison.Ordinal))))
            script.AppendLine(line.Contains(Serves, StringComparison.Ordinal) ? Served(line, port) : Here(line, port));
        Finish(["bash", "-euc", script.ToString()]);
    }

    /// <summary>Starts it, asks for its first page, and ends it.</summary>
    private string Served(string line, int port) => $$"""
        {{Here(line, port)[..Here(line, port).IndexOf(Serves, StringComparison.Ordinal)]}} & server=$!
        trap 'kill $server' EXIT
        for try in $(seq 100); do
          if python3 -c 'import urllib.request; urllib.request.urlopen("http://127.0.0.1:{{port}}/", timeout=10).read()' 2>asked; then break; fi
          if [ $try = 100 ] || ! kill -0 $server; then cat asked >&2; exit 9; fi
          sleep 0.2
        done
        """;

    private Finished Finish(string[] command)
    {
        var path = $"{Path.Combine(_folder, "bin")}:/usr/sbin:/usr/bin:/sbin:/bin";
        var ran = Commands.Run(["env", "-C", Path.Combine(_folder, "data"), $"PATH={path}", "LC_ALL=C.UTF-8", .. command], seconds: 300);
        output.WriteLine(ran.ToString());
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran;
    }

    private string Here(string text, int port) => Root().Replace(text, _folder + "/$1").Replace(PagePort, $"{port}", StringComparison.Ordinal);

    private static bool IsInstalled(string program) =>
        program.StartsWith("python3-", StringComparison.Ordinal)
            ? Commands.Run([Repository.Python, "-W", "ignore", "-c", $"import {program["python3-".Length..]}"]).ExitCode == 0
            : program switch
            {
                "omefs" or "python3" => true,
                "npx" => Directory.Exists(NodePrograms),
                _ => Commands.Run(["bash", "-c", "PATH=/usr/sbin:/usr/bin:/sbin:/bin; command -v -- \"$0\"", program]).ExitCode == 0,
            };

    /// <summary>Words of a text without the blanks and lines of its tables.</summary>
    private static string Plain(string text) => Blanks().Replace(text.Replace("─", "", StringComparison.Ordinal), " ").Trim();

    /// <summary>The same as a pattern: "..." stands for anything, and a file's length depends on who wrote it.</summary>
    private static string Pattern(string text) => Length().Replace(Regex.Escape(Plain(text)), "[\\d,]+\\ bytes").Replace("\\.\\.\\.", ".*", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"umount.* (-a|--all)\b")]
    private static partial Regex TakesAll();

    [GeneratedRegex(@"(?<![\w.])/(data|mnt|srv)(?=/)")]
    private static partial Regex Root();

    /// <summary>What is behind a prompt, and what comes before the next.</summary>
    [GeneratedRegex(@"^\$ (.*)\n((?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"[\d,]+\\ bytes")]
    private static partial Regex Length();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
