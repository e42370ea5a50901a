using System.Text.RegularExpressions;

namespace OmeFs.Mount.Tests;

/// <summary>What every command prints with `--json` has the shape that docs/reference/json.schema.json promises; so have the examples of json.md.</summary>
public sealed partial class ReportSchemaTests : IDisposable
{
    private static readonly string Documents = Path.Combine(Repository.Root, "docs/reference");
    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"j{Interlocked.Increment(ref _sequence)}")).FullName;
    private readonly List<string> _reports = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_commands_report()
    {
        var (stack, several, broken) = (Repository.Fixture("stack.tif"), Repository.Fixture("pyramid-several-images.ome.tif"), Path.Combine(Repository.Fixtures, "malformed/strip-past-end.tif"));
        var (slides, refs) = (Directory.CreateDirectory(Path.Combine(_folder, "slides")).FullName, Path.Combine(_folder, "refs.json"));
        File.Copy(stack, Path.Combine(slides, "stack.tif"));
        File.WriteAllText(Path.Combine(slides, "broken.tif"), "no TIFF");
        Report("omefs.index/1", 0, "index", stack, "-o", refs);
        Report("omefs.index/1", 0, "index", stack, "-o", Path.Combine(_folder, "a.offsets.json"));
        Report("omefs.index/1", 0, "index", Repository.Fixture("codec-lzw-2.tif"), "-o", Path.Combine(_folder, "lzw.json"), "--codecs", "imagecodecs");
        Report("omefs.inspect/1", 0, "inspect", stack);
        Report("omefs.inspect/1", 0, "inspect", several);
        Report("omefs.inspect/1", 0, "inspect", Repository.Fixture("sparse-le.tif"));
        Report("omefs.inspect/1", 0, "inspect", Repository.Fixture("stack-layouts-differ.tif"));
        Report("omefs.inspect/1", 0, "inspect", Path.Combine(Repository.Fixtures, "malformed/subifd-past-end.tif"));
        Assert.Contains("SubIFD 0 of IFD 0", File.ReadAllText(_reports[^1]), StringComparison.Ordinal);
        Report("omefs.inspect/1", 0, "inspect", "--allow-source", "any", refs);
        Report("omefs.inspect/1", 1, "inspect", slides);
        Report("omefs.inspect/1", 0, "inspect", stack, several);
        Report("omefs.inspect/1", 1, "inspect", stack, slides, "/nonexistent.tif");
        Report("omefs.verify/1", 0, "verify", "--sha256", several);
        Report("omefs.verify/1", 3, "verify", broken);
        Report("omefs.verify/1", 0, "verify", stack, several);
        Report("omefs.verify/1", 3, "verify", stack, broken, "/nonexistent.tif");
        Report("omefs.verify/1", 1, "verify", slides);
        Report("omefs.verify/1", 1, "verify", stack, "/nonexistent.tif");
        foreach (var source in (string[])[stack, several, slides, refs])
        {
            var point = Mounted.NewPoint();
            Report("omefs.mount/1", 0, "mount", "--allow-source", "any", source, point);
            Report("omefs.list/1", 0, "list");
            Mounted.Unmount(point);
        }
        Report("omefs.error/1", 1, "inspect", "/nonexistent.tif");
        Report("omefs.error/1", 1, "verify", "/nonexistent.tif");
        Report("omefs.error/1", 2, "verify", stack, "--sample", "0");
        Report("omefs.error/1", 1, "mount", "/nonexistent.tif", _folder);
        Report("omefs.error/1", 2, "mount", stack);
        Report("omefs.error/1", 2, "list", "--jsn");
        Report("omefs.error/1", 1, "index", Repository.Fixture("codec-lzw-2.tif"), "-o", Path.Combine(_folder, "none.json"));
        MustBeValid();
    }

    [Fact]
    public void The_examples_of_the_reference()
    {
        foreach (Match example in Example().Matches(File.ReadAllText(Path.Combine(Documents, "json.md"))))
            Add(example.Groups[1].Value);
        Assert.InRange(_reports.Count, 6, 20);
        MustBeValid();
    }

    /// <summary>A check that passes whatever it is given would hold nothing.</summary>
    [Theory]
    [InlineData("{\"schema\": \"omefs.list/1\", \"mounts\": [{\"source\": \"a\", \"mountpoint\": \"b\"}]}")]
    [InlineData("{\"schema\": \"omefs.list/1\", \"mounts\": [], \"more\": 1}")]
    [InlineData("{\"schema\": \"omefs.list/2\", \"mounts\": []}")]
    [InlineData("{\"schema\": \"error\", \"kind\": \"usage\", \"message\": \"\", \"hint\": null, \"exit_code\": 2}")]
    [InlineData("[]")]
    public void Another_shape_is_noticed(string report)
    {
        Add(report);
        Assert.Equal(1, Validated().ExitCode);
    }

    private void Report(string schema, int exitCode, string command, params string[] words)
    {
        var ran = Commands.Run([Repository.Omefs, command, "--json", .. words]);
        Assert.True(ran.ExitCode == exitCode && ran.Output.StartsWith($"{{\n  \"schema\": \"{schema}\",", StringComparison.Ordinal), ran.ToString());
        Assert.True(ran.Error.Length > 0 == exitCode is 1 or 2 || exitCode == 3, ran.ToString());
        Add(ran.Output);
    }

    private void Add(string report)
    {
        _reports.Add(Path.Combine(_folder, $"{_reports.Count}.report"));
        File.WriteAllText(_reports[^1], report);
    }

    private void MustBeValid()
    {
        var ran = Validated();
        Assert.True(ran.ExitCode == 0, ran.Output + ran.Error);
    }

    private Finished Validated() => PythonCheck.Run([], "validate_report.py", [Path.Combine(Documents, "json.schema.json"), .. _reports]);

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
