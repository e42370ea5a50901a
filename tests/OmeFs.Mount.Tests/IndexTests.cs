using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>`omefs index` as people and scripts meet it: its words, its exit codes, and what it leaves alone.</summary>
public sealed class IndexTests
{
    private const string Source = "layout-classic-le-none-tiles.tif";

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"index-{Guid.NewGuid():N}")).FullName;

    private string Output => Path.Combine(_folder, "refs.json");

    [Fact]
    public void What_was_written_is_told_and_mounts_beside_its_file_without_an_option()
    {
        var source = Path.Combine(_folder, "a b.tif");
        File.Copy(Repository.Fixture(Source), source);
        var ran = Commands.Run([Repository.Omefs, "index", source, "-o", Output, "--json"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var report = JsonDocument.Parse(ran.Output);
        var references = report.RootElement.GetProperty("references");
        Assert.Equal("a b.tif", references.GetProperty("urls")[0].GetString());
        Assert.Equal(0, references.GetProperty("left_out").GetArrayLength());
        Assert.Equal(new FileInfo(Output).Length, report.RootElement.GetProperty("bytes").GetInt64());
        using var original = Mounted.Open(source);
        using var mounted = Mounted.Open(Output);
        var same = Commands.Run(["diff", "-r", original.Point, mounted.Point]);
        Assert.True(same.ExitCode == 0, same.ToString());
    }

    [Fact]
    public void What_has_to_be_decoded_is_refused_with_what_to_do_and_leaves_nothing_behind()
    {
        var ran = Commands.Run([Repository.Omefs, "index", Repository.Fixture("codec-lzw-2.tif"), "-o", Output]);
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("made by decoding", ran.Error, StringComparison.Ordinal);
        Assert.Contains("omefs mount", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force_and_only_if_it_is_JSON()
    {
        var source = Path.Combine(_folder, "source.tif");
        File.Copy(Repository.Fixture(Source), source);
        Assert.Equal(0, Index(source).ExitCode);
        Assert.Contains("--force", Index(source).Error, StringComparison.Ordinal);
        Assert.Equal(0, Index(source, "--force").ExitCode);
        var overItself = Commands.Run([Repository.Omefs, "index", source, "-o", source, "--force"]);
        Assert.True(overItself.ExitCode == 2 && overItself.Error.Contains("not a JSON file", StringComparison.Ordinal), overItself.ToString());
        Assert.Equal(File.ReadAllBytes(Repository.Fixture(Source)), File.ReadAllBytes(source));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder).Count());
    }

    [Fact]
    public void A_URL_is_what_the_document_calls_the_file()
    {
        Assert.Equal(0, Index(Repository.Fixture(Source), "--url", "https://example.org/a b/").ExitCode);
        using var document = JsonDocument.Parse(File.ReadAllText(Output));
        Assert.Equal("https://example.org/a b/" + Source, document.RootElement.GetProperty("templates").GetProperty("u").GetString());
    }

    [Fact]
    public void Options_without_a_meaning_for_offsets_are_refused()
    {
        var output = Path.Combine(_folder, "a.offsets.json");
        var ran = Commands.Run([Repository.Omefs, "index", Repository.Fixture(Source), "-o", output, "--url", "x"]);
        Assert.True(ran.ExitCode == 2 && ran.Error.Contains("--url", StringComparison.Ordinal), ran.ToString());
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void Codecs_beyond_Zarrs_own_are_asked_for_and_named()
    {
        var refused = Index(Repository.Fixture("codec-lzw-2.tif"));
        Assert.Contains("--codecs imagecodecs", refused.Error, StringComparison.Ordinal);
        var ran = Index(Repository.Fixture("codec-lzw-2.tif"), "--codecs", "imagecodecs", "--json");
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var report = JsonDocument.Parse(ran.Output);
        var codecs = report.RootElement.GetProperty("references").GetProperty("codecs").EnumerateArray().Select(id => id.GetString());
        Assert.Equal(["imagecodecs_delta", "imagecodecs_lzw"], codecs);
        var offsets = Commands.Run([Repository.Omefs, "index", Repository.Fixture(Source), "-o", Output, "--force", "--offsets", "--codecs", "imagecodecs"]);
        Assert.True(offsets.ExitCode == 2 && offsets.Error.Contains("--codecs", StringComparison.Ordinal), offsets.ToString());
    }

    [Fact]
    public void Standard_output_gets_the_document_alone_and_standard_error_the_words()
    {
        var source = Repository.Fixture(Source);
        var ran = Commands.Run([Repository.Omefs, "index", source, "-o", "-"]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        using var document = JsonDocument.Parse(ran.Output);
        Assert.Equal(source, document.RootElement.GetProperty("templates").GetProperty("u").GetString());
        Assert.Contains("chunks refer to", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, Index(source, "--url", source).ExitCode);
        Assert.Equal(File.ReadAllText(Output), ran.Output);
        var offsets = Commands.Run([Repository.Omefs, "index", source, "-o", "-", "--offsets"]);
        Assert.Equal("[8]\n", offsets.Output);
    }

    [Fact]
    public void Standard_output_is_not_a_terminal_nor_for_two_documents_and_may_be_full()
    {
        string[] index = [Repository.Omefs, "index", Repository.Fixture(Source), "-o", "-"];
        var both = Commands.Run([.. index, "--json"]);
        Assert.True(both.ExitCode == 2 && both.Error.Contains("--json", StringComparison.Ordinal), both.ToString());
        var terminal = Commands.Run(["script", "-qec", string.Join(' ', index.Select(word => $"'{word}'")), "/dev/null"]);
        Assert.True(terminal.ExitCode == 2 && terminal.Output.Contains("--force", StringComparison.Ordinal), terminal.ToString());
        var full = Commands.Run(["/bin/sh", "-c", "exec \"$@\" > /dev/full", "sh", .. index]);
        Assert.True(full.ExitCode == 1 && full.Error.Contains("cannot be written", StringComparison.Ordinal), full.ToString());
    }

    private Finished Index(string source, params string[] options) => Commands.Run([Repository.Omefs, "index", source, "-o", Output, .. options]);
}
