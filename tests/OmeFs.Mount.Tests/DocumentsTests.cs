namespace OmeFs.Mount.Tests;

/// <summary>What README and docs/how-to promise, done as they say it.</summary>
public sealed class DocumentsTests
{
    /// <summary>Held against tifffile's reading of the tag.</summary>
    [Theory]
    [InlineData("pyramid-rgb.ome.tif")]
    [InlineData("ome-big-be-none-tiles.ome.tif")]
    [InlineData("imagej-hyperstack.tif")]
    public void The_OME_XML_is_printed_as_the_file_has_it(string name)
    {
        const string script = "import sys, tifffile; sys.stdout.buffer.write(tifffile.TiffFile(sys.argv[1]).pages[0].tags[270].value.encode())";
        var source = Repository.Fixture(name);
        var expected = Commands.Run([Repository.Python, "-c", script, source]);
        var ran = Commands.Run([Repository.Omefs, "inspect", "--omexml", source]);
        Assert.True(ran.ExitCode == 0 && expected.ExitCode == 0, $"{ran}\n{expected}");
        Assert.Equal(expected.Output.TrimEnd('\n'), ran.Output.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("omexml-text-none.ome.xml")]
    [InlineData("omexml-gzip.ome.xml.gz")]
    public void The_OME_XML_of_a_document_is_printed_without_its_pixels(string name)
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", "--omexml", Repository.Fixture(name)]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        Assert.Contains("<Pixels", ran.Output.Replace("OME:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(ran.Output.Length, 100, 20_000);
    }

    [Fact]
    public void Without_OME_XML_it_says_so()
    {
        foreach (var (words, code) in ((string[], int)[])[([Repository.Fixture("stack.tif")], 1), ([Repository.Fixture("stack.tif"), Repository.Fixture("stack.tif")], 2),
            (["--json", Repository.Fixture("stack.tif")], 2)])
        {
            var ran = Commands.Run([Repository.Omefs, "inspect", "--omexml", .. words]);
            Assert.True(ran.ExitCode == code && ran.Error.Contains("OME-XML", StringComparison.Ordinal), ran.ToString());
        }
    }

    /// <summary>"A mount can also be copied": the copy is what the mount was.</summary>
    [Fact]
    public void A_copy_by_cp_is_the_whole_tree()
    {
        using var mounted = Mounted.Open(Repository.Fixture("pyramid-rgb.ome.tif"));
        var copy = Path.Combine(Repository.Scratch, "copy.ome.zarr");
        Assert.Equal(0, Commands.Run(["cp", "-r", mounted.Point, copy]).ExitCode);
        var same = Commands.Run(["diff", "-r", mounted.Point, copy]);
        Assert.True(same.ExitCode == 0, same.ToString());
    }

    /// <summary>The table of README, "What to open", in Python: a file, one with several images, a folder.</summary>
    [Fact]
    public void The_paths_of_README_open_in_Python()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "readme-slides")).FullName;
        File.Copy(Repository.Fixture("stack.tif"), Path.Combine(folder, "NAME.tif"), overwrite: true);
        using var one = Mounted.Open(Repository.Fixture("stack.tif"));
        using var several = Mounted.Open(Repository.Fixture("pyramid-several-images.ome.tif"));
        using var slides = Mounted.Open(folder);
        foreach (var path in (string[])[one.Point, $"{several.Point}/0", $"{several.Point}/1", $"{slides.Point}/NAME.ome.zarr"])
        {
            var ran = Commands.Run([Repository.Python, "-W", "ignore", "-c", "import sys, zarr; print(zarr.open(sys.argv[1], mode='r')['0'][:].shape)", path]);
            Assert.True(ran.ExitCode == 0 && ran.Output.StartsWith("(1, ", StringComparison.Ordinal), ran.ToString());
        }
        Assert.Contains($"zarr.open(\"{several.Point}/0\", mode=\"r\")[\"0\"]", several.Output, StringComparison.Ordinal);
        Assert.Contains($"dask.array.from_zarr(\"{slides.Point}/NAME.ome.zarr\", component=\"0\")", slides.Output, StringComparison.Ordinal);
        Assert.Contains($"napari --plugin napari-ome-zarr {several.Point}/0", several.Output, StringComparison.Ordinal);
        Assert.Contains("want .zarr in the path", one.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("want .zarr", slides.Output, StringComparison.Ordinal);
    }
}
