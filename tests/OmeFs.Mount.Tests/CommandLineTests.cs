using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>What the commands promise to people and to machines, asked of the installed program.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("mount")]
    [InlineData("umount")]
    [InlineData("list")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("index")]
    [InlineData("demo")]
    public void Help_is_given_for_every_command(params string[] command)
    {
        var ran = Commands.Run([Repository.Omefs, .. command, "--help"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Contains("omefs", ran.Output, StringComparison.Ordinal);
        Assert.Contains("example", ran.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_version_is_a_version()
    {
        var ran = Commands.Run([Repository.Omefs, "--version"]);
        Assert.Equal(0, ran.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", ran.Output);
    }

    /// <summary>Output that goes to a file or a pipe is plain text.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("inspect")]
    public void Output_that_is_not_for_a_terminal_has_no_escapes(string command)
    {
        using var mounted = Mounted.Open(Repository.Fixture("stack.tif"));
        var ran = Commands.Run(command == "list" ? [Repository.Omefs, "list"] : [Repository.Omefs, "inspect", mounted.Source]);
        Assert.DoesNotContain('\e', ran.Output);
        Assert.DoesNotContain('\e', mounted.Output);
    }

    [Fact]
    public void Inspect_as_json_names_series_levels_and_origins()
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", "--json", Repository.Fixture("pyramid-several-images.ome.tif")]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var document = JsonDocument.Parse(ran.Output);
        var series = document.RootElement.GetProperty("series");
        Assert.Equal(2, series.GetArrayLength());
        var level = series[1].GetProperty("levels")[1];
        Assert.Equal([1, 2, 1, 60, 65], level.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal("<u2", level.GetProperty("dtype").GetString());
        Assert.Equal(4, level.GetProperty("chunks_by_origin").GetProperty("stored").GetInt64());
    }

    /// <summary>Missing chunks have no file, and the counts say so.</summary>
    [Fact]
    public void Inspect_counts_what_the_tree_holds()
    {
        var source = Repository.Fixture("sparse-le.tif");
        using var mounted = Mounted.Open(source);
        var files = Directory.EnumerateFiles(Path.Combine(mounted.Point, "0", "0"), "*", SearchOption.AllDirectories).Count();
        using var document = JsonDocument.Parse(Commands.Run([Repository.Omefs, "inspect", "--json", source]).Output);
        var origins = document.RootElement.GetProperty("series")[0].GetProperty("levels")[0].GetProperty("chunks_by_origin");
        Assert.Equal(3, origins.GetProperty("missing").GetInt64());
        Assert.Equal(files, origins.GetProperty("stored").GetInt64());
    }

    [Fact]
    public void The_demo_runs_through_and_leaves_nothing()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "demo")).FullName;
        var ran = Commands.Run([Repository.Omefs, "demo"], seconds: 60, environment: new Dictionary<string, string> { ["TMPDIR"] = temporary });
        Assert.True(ran.ExitCode == 0 && ran.Output.Contains(temporary, StringComparison.Ordinal), ran.ToString());
        Assert.True(MountTable.WaitUntil(() => MountTable.Below(temporary).Length == 0), "the demo left a mount");
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }
}
