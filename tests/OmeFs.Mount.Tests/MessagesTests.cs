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
    [InlineData("help references", "mount <SOURCE> <MOUNTPOINT> [options]")]
    [InlineData("help", "help <COMMAND>")]
    [InlineData("generate --help", "omefs generate man")]
    [InlineData("info --help", "omefs inspect")]
    public void Help_is_a_command(string line, string text)
    {
        var ran = Commands.Run([Repository.Omefs, .. line.Split(' ')]);
        Assert.True(ran.ExitCode == 0 && ran.Output.Contains(text, StringComparison.Ordinal), ran.ToString());
    }

    /// <summary>A folder of which the file's name can be read, but which may not be entered.</summary>
    [SkippableFact]
    public void A_closed_folder_above_a_file_is_named()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can become another user");
        var closed = Directory.CreateDirectory(Path.Combine(_folder, "closed")).FullName;
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(closed, "below")).FullName, "a.tif");
        File.Copy(Repository.Fixture("stack.tif"), file);
        File.SetUnixFileMode(closed, (UnixFileMode)0b111_000_000);
        var ran = Commands.Run([.. Mounted.User(true), Repository.Omefs, "inspect", file]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains($"needs x on the folder {closed}\n", StringComparison.Ordinal), ran.ToString());
        File.SetUnixFileMode(closed, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_000_000);
        ran = Commands.Run([.. Mounted.User(true), Repository.Omefs, "inspect", file]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("needs r on the file", StringComparison.Ordinal), ran.ToString());
    }

    /// <summary>The file's name is 0xFF, which libtiff is not given.</summary>
    [Fact]
    public void A_name_that_is_not_UTF8_is_why_libtiff_does_not_compare()
    {
        Commands.Run(["bash", "-c", "cp \"$0\" \"$1\"/$'bad\\xff.tif'", Repository.Fixture("stack.tif"), _folder]);
        var ran = Commands.Run([Repository.Omefs, "verify", _folder]);
        Commands.Run(["sh", "-c", "rm \"$0\"/*", _folder]); // .NET deletes no such name
        Assert.DoesNotContain("not a local file", ran.Output, StringComparison.Ordinal);
        Assert.Contains("name is not UTF-8", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--skip-refused")]
    [InlineData("--strict")]
    [InlineData("--target", "/nowhere.h5")]
    public void An_option_of_references_is_refused_for_an_image_and_a_folder(params string[] option)
    {
        foreach (var source in (string[])[Repository.Fixture("stack.tif"), _folder])
        {
            var ran = Mounted.TryMount(source, Path.Combine(_folder + ".zarr"), false, option);
            Assert.True(ran.ExitCode == 2 && ran.Error.Contains($"{option[0]} has no meaning for {source}", StringComparison.Ordinal), ran.ToString());
        }
    }

    [Fact]
    public void Lines_of_a_table_in_a_pipe_do_not_end_in_spaces()
    {
        File.Copy(Repository.Fixture("stack.tif"), Path.Combine(_folder, "stack.tif"));
        File.WriteAllText(Path.Combine(_folder, $"{new string('b', 100)}.tif"), "");
        var ran = Commands.Run([Repository.Omefs, "inspect", _folder]);
        Assert.Contains("stack.ome.zarr", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(" \n", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>Its files are no images, and its folders hold nothing else.</summary>
    [Fact]
    public void References_in_Parquet_in_a_folder_are_to_be_mounted_by_themselves()
    {
        var store = Directory.CreateDirectory(Path.Combine(_folder, "refs.parq")).FullName;
        File.WriteAllText(Path.Combine(store, ".zmetadata"), """{"metadata": {}, "record_size": 1}""");
        var ran = Commands.Run([Repository.Omefs, "inspect", _folder]);
        Assert.Contains($"omefs mount {store} MOUNTPOINT", ran.Output, StringComparison.Ordinal);
        File.Copy(Repository.Fixture("stack.tif"), Path.Combine(_folder, "stack.tif"));
        ran = Commands.Run([Repository.Omefs, "inspect", _folder]);
        Assert.Contains("1 entry of another kind is not shown: references in Parquet (mount each .parq folder by itself) 1", ran.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_mountpoint_that_may_not_be_made_has_advice()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can become another user");
        var ran = Mounted.TryMount(Repository.Fixture("stack.tif"), "/usr/data.ome.zarr", unprivileged: true);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("such as ~/data.ome.zarr", StringComparison.Ordinal), ran.ToString());
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
