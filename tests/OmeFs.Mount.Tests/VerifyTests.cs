using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>`omefs verify` as people and scripts meet it: its words and its exit codes.</summary>
public sealed class VerifyTests
{
    private const int NotSound = 3;

    [Fact]
    public void A_sound_file_ends_with_0_and_says_what_was_compared_with_what()
    {
        var ran = Verify("pyramid-several-images.ome.tif");
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Matches(@"second opinion: (libtiff \d+\.\d+\.\d+, its own reading of the file|none: libomefs_codecs)", ran.Output);
        Assert.EndsWith("sound", ran.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("not sound", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', ran.Output);
    }

    [Fact]
    public void A_file_that_was_cut_off_names_the_chunks_and_ends_with_3()
    {
        // The IFDs lie before the pixels, so the file still opens.
        var whole = File.ReadAllBytes(Repository.Fixture("layout-classic-le-none-tiles.tif"));
        var cut = Path.Combine(Repository.Scratch, "cut.tif");
        File.WriteAllBytes(cut, whole[..^100]);
        var ran = Commands.Run([Repository.Omefs, "verify", "--sha256", "--json", cut]);
        Assert.True(ran.ExitCode == NotSound, ran.ToString());
        using var report = JsonDocument.Parse(ran.Output);
        Assert.False(report.RootElement.GetProperty("sound").GetBoolean());
        var series = report.RootElement.GetProperty("series")[0];
        Assert.Equal(1, series.GetProperty("unreadable").GetInt64());
        Assert.Equal(series.GetProperty("chunks").GetInt64() - 1, series.GetProperty("read").GetInt64());
        Assert.Contains("the file ends at", series.GetProperty("faults")[0].GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, series.GetProperty("sha256").ValueKind);
        var told = Commands.Run([Repository.Omefs, "verify", cut]);
        Assert.Contains($"unreadable {series.GetProperty("faults")[0].GetProperty("path").GetString()}: ", told.Output, StringComparison.Ordinal);
        Assert.EndsWith("not sound", told.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_reads_less_and_always_the_same()
    {
        string[] sample = ["--sample", "20%", "--seed", "7", "--json"];
        var (first, second) = (Verify("layout-classic-le-none-tiles.tif", sample), Verify("layout-classic-le-none-tiles.tif", sample));
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Output, second.Output);
        using var report = JsonDocument.Parse(first.Output);
        var series = report.RootElement.GetProperty("series")[0];
        Assert.InRange(series.GetProperty("read").GetInt64(), 1, series.GetProperty("chunks").GetInt64() - 1);
    }

    [Fact]
    public void Without_libtiff_everything_is_read_and_nothing_compared()
    {
        var ran = Verify("rows-7-deflate.tif", "--no-libtiff", "--json");
        Assert.Equal(0, ran.ExitCode);
        using var report = JsonDocument.Parse(ran.Output);
        var series = report.RootElement.GetProperty("series")[0];
        Assert.Equal(0, series.GetProperty("compared").GetInt64());
        Assert.Equal(series.GetProperty("chunks").GetInt64(), series.GetProperty("read").GetInt64());
        Assert.Equal("--no-libtiff", report.RootElement.GetProperty("why_no_second_opinion").GetString());
    }

    [Fact]
    public void An_image_of_which_nothing_was_compared_is_not_called_sound()
    {
        var ran = Verify("ycbcr-packbits.tif");
        Assert.True(ran.ExitCode == 0, ran.ToString());
        if (ran.Output.Contains("none: libomefs_codecs", StringComparison.Ordinal))
            return;
        Assert.Matches(@"\d+ chunks? not compared: libtiff cannot read it: it gives subsampled YCbCr", ran.Output);
        Assert.EndsWith("not compared: every chunk was read, but libtiff cannot read the file", ran.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("sound", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_files_and_folders_give_one_report()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "verified")).FullName;
        File.Copy(Repository.Fixture("stack.tif"), Path.Combine(folder, "a.tif"), overwrite: true);
        File.Copy(Repository.Fixture("pyramid-rgb.ome.tif"), Path.Combine(folder, "b.ome.tif"), overwrite: true);
        var sound = Commands.Run([Repository.Omefs, "verify", folder, Repository.Fixture("stack.tif")]);
        Assert.True(sound.ExitCode == 0 && sound.Output.Contains("3 files: 3 sound, 0 not sound, 0 not opened", StringComparison.Ordinal), sound.ToString());
        var unread = Commands.Run([Repository.Omefs, "verify", "--no-libtiff", folder]);
        Assert.Contains(" chunks, 0 compared (no second opinion: --no-libtiff)", unread.Output, StringComparison.Ordinal);
        var notJudged = Commands.Run([Repository.Omefs, "verify", Repository.Fixture("ycbcr-packbits.tif"), Repository.Fixture("stack.tif")]);
        Assert.Matches(@"(not compared ).*\d+ chunks?, 0 compared, \d+ not: libtiff cannot read it: it gives|\d+ chunks?, 0 compared \(no second opinion: ", notJudged.Output);
        File.WriteAllText(Path.Combine(folder, "c.tif"), "no TIFF");
        var unopened = Commands.Run([Repository.Omefs, "verify", folder]);
        Assert.True(unopened.ExitCode == 1 && unopened.Error.Contains("1 of 3 files could not be opened", StringComparison.Ordinal), unopened.ToString());
        Assert.Contains("3 files: 2 sound, 0 not sound, 1 not opened", unopened.Output, StringComparison.Ordinal);
        var whole = File.ReadAllBytes(Repository.Fixture("layout-classic-le-none-tiles.tif"));
        File.WriteAllBytes(Path.Combine(folder, "d.tif"), whole[..^100]);
        var ran = Commands.Run([Repository.Omefs, "verify", "--json", "/nonexistent.tif", folder]);
        Assert.True(ran.ExitCode == NotSound, ran.ToString());
        using var report = JsonDocument.Parse(ran.Output);
        Assert.Equal("several", report.RootElement.GetProperty("kind").GetString());
        Assert.Equal(["error", "image", "image", "error", "image"], report.RootElement.GetProperty("sources").EnumerateArray().Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal((5, 2, 1, 2), report.RootElement.GetProperty("totals") is var totals
            ? (totals.GetProperty("sources").GetInt32(), totals.GetProperty("sound").GetInt32(), totals.GetProperty("not_sound").GetInt32(), totals.GetProperty("not_opened").GetInt32()) : default);
    }

    [Fact]
    public void A_digest_of_a_sample_makes_no_sense()
    {
        var ran = Verify("stack.tif", "--sha256", "--sample", "5");
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("--sample", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>One file four thousand times: nobody waits for the end of that.</summary>
    [Fact]
    public void An_interrupt_ends_it_with_130()
    {
        var stem = Path.Combine(Repository.Scratch, "interrupted");
        // Whoever runs the tests in the background of a script has SIGINT ignored, and a program inherits that.
        using var process = Commands.Start(["env", "--default-signal=INT", Repository.Omefs, "verify", .. Enumerable.Repeat(Repository.Fixture("pyramid-rgb.ome.tif"), 4000)], stem);
        Assert.False(process.WaitForExit(TimeSpan.FromSeconds(2)), "it is through already");
        Commands.Run(["kill", "-INT", $"{process.Id}"]);
        var ended = process.WaitForExit(TimeSpan.FromSeconds(20));
        if (!ended)
            process.Kill();
        Assert.True(ended, "it does not end");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("interrupted", File.ReadAllText(stem + ".err"), StringComparison.Ordinal);
    }

    private static Finished Verify(string fixture, params string[] options) =>
        Commands.Run([Repository.Omefs, "verify", Repository.Fixture(fixture), .. options]);
}
