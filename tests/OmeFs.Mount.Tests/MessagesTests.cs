namespace OmeFs.Mount.Tests;

/// <summary>Mistakes that new users make, and what they read.</summary>
public sealed class MessagesTests : IDisposable
{
    private static int _sequence;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"g{Interlocked.Increment(ref _sequence)}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("help", "omefs [command] [options]")]
    [InlineData("help mount", "omefs mount <SOURCE> <MOUNTPOINT>")]
    [InlineData("help unmount", "omefs umount [<MOUNTPOINT>")]
    [InlineData("help references", "--skip-refused")]
    [InlineData("info --help", "omefs inspect")]
    public void Help_is_a_command(string line, string text)
    {
        var ran = Commands.Run([Repository.Omefs, .. line.Split(' ')]);
        Assert.True(ran.ExitCode == 0 && ran.Output.Contains(text, StringComparison.Ordinal), ran.ToString());
    }

    [Theory]
    [InlineData("version")]
    [InlineData("-V")]
    public void The_version_has_three_spellings(string word) =>
        Assert.Equal(Commands.Run([Repository.Omefs, "--version"]).Output, Commands.Run([Repository.Omefs, word]).Output);

    [Theory]
    [InlineData("s3://bucket/key.tif", "Mount the bucket first")]
    [InlineData("https://example.org/a.tif", "Download the file")]
    [InlineData("HTTP://example.org/a.tif", "Download the file")]
    [InlineData("gs://b/k", "Mount the bucket first")]
    [InlineData("smb://server/share/a.tif", "Mount the server's share first")]
    [InlineData("omero:iid=1", "no such file")]
    [InlineData("x-y://z", "no such file")]
    public void URLs_are_told_from_paths(string source, string advice)
    {
        foreach (var words in (string[][])[["inspect", source], ["verify", source], ["index", source, "-o", "-"], ["mount", source, Path.Combine(_folder, "point")]])
        {
            var ran = Commands.Run([Repository.Omefs, .. words]);
            Assert.True(ran.ExitCode == 1 && ran.Error.Contains(advice, StringComparison.Ordinal), ran.ToString());
        }
    }

    [Fact]
    public void A_file_URL_is_a_path()
    {
        var source = Path.Combine(_folder, "a b.tif");
        File.Copy(Repository.Fixture("stack.tif"), source);
        foreach (var url in (string[])[$"file://{_folder}/a%20b.tif", $"FILE://localhost{_folder}/a%20b.tif"])
            Assert.Equal(0, Commands.Run([Repository.Omefs, "inspect", url]).ExitCode);
        var other = Commands.Run([Repository.Omefs, "inspect", "file://server/a.tif"]);
        Assert.True(other.ExitCode == 2 && other.Error.Contains("on this computer", StringComparison.Ordinal), other.ToString());
    }

    [Fact]
    public void A_file_of_another_format_is_named_by_every_command()
    {
        var source = Path.Combine(_folder, "image.tif");
        File.WriteAllBytes(source, [.. "ZISRAWFILE"u8, .. new byte[1000]]);
        foreach (var words in (string[][])[["inspect", source], ["verify", source], ["index", source, "-o", "-"], ["index", "--offsets", source, "-o", "-"], ["mount", source, Mounted.NewPoint()]])
        {
            var ran = Commands.Run([Repository.Omefs, .. words]);
            Assert.True(ran.ExitCode == 1 && ran.Error.Contains("this is a Zeiss CZI file", StringComparison.Ordinal), ran.ToString());
        }
        var folder = Commands.Run([Repository.Omefs, "inspect", _folder]);
        Assert.Contains("this is a Zeiss CZI file", folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".zgroup")]
    [InlineData(".zarray")]
    [InlineData(".zattrs")]
    [InlineData("zarr.json")]
    public void A_folder_that_is_Zarr_already_is_not_mounted(string document)
    {
        var zarr = Directory.CreateDirectory(Path.Combine(_folder, "x.ome.zarr/0")).Parent!.FullName;
        File.WriteAllText(Path.Combine(zarr, document), "{}");
        foreach (var source in (string[])[zarr, Path.Combine(zarr, "0")])
            foreach (var words in (string[][])[["inspect", source], ["mount", source, Mounted.NewPoint()]])
            {
                var ran = Commands.Run([Repository.Omefs, .. words]);
                Assert.True(ran.ExitCode == 1 && ran.Error.Contains("open", StringComparison.Ordinal) && ran.Error.Contains("directly, without omefs", StringComparison.Ordinal), ran.ToString());
            }
    }

    [Fact]
    public void A_folder_without_images_says_why()
    {
        File.WriteAllText(Path.Combine(_folder, "a.czi"), "");
        using (var mounted = Mounted.Open(_folder))
            Assert.Contains("no file here has the name of a TIFF or OME-XML file (.ome.tif, .tif, .svs, .ome.xml, ...); it has 1 .czi", mounted.Output, StringComparison.Ordinal);
        var zarr = Directory.CreateDirectory(Path.Combine(_folder, "x.zarr")).FullName;
        File.WriteAllText(Path.Combine(zarr, ".zgroup"), "{}");
        using (var mounted = Mounted.Open(_folder))
            Assert.Contains("x.zarr: Zarr already", mounted.Output, StringComparison.Ordinal);
    }
}
