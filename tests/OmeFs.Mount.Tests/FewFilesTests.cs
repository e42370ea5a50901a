namespace OmeFs.Mount.Tests;

/// <summary>A process that may have few files open at a time (`ulimit -n`).</summary>
public sealed class FewFilesTests : IDisposable
{
    private const int Files = 300;

    /// <summary>Single planes of 8 × 8 bytes, the number of the file throughout, and what names them all in each way.</summary>
    private const string Make = """
        import json, os, sys, tifffile, numpy
        root, count = sys.argv[1], int(sys.argv[2])
        os.makedirs(root + "/folder"), os.makedirs(root + "/set")
        for i in range(count):
            for name in (f"{root}/folder/i{i:03}.tif", f"{root}/set/i{i:03}.tif"):
                tifffile.imwrite(name, numpy.full((8, 8), i % 256, "u1"), photometric="minisblack", metadata=None)
        planes = "".join(f'<TiffData IFD="0" FirstZ="{i}" PlaneCount="1"><UUID FileName="i{i:03}.tif">urn:uuid:00000000-0000-0000-0000-{i:012}</UUID></TiffData>' for i in range(count))
        open(root + "/set/all.companion.ome", "w").write('<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" '
            f'DimensionOrder="XYZCT" Type="uint8" SizeX="8" SizeY="8" SizeZ="{count}" SizeC="1" SizeT="1">{planes}</Pixels></Image></OME>')
        open(root + "/refs.json", "w").write(json.dumps({f"c/{i}": [f"folder/i{i:03}.tif"] for i in range(count)}))
        """;

    private readonly string _root = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"few-{Guid.NewGuid():N}")).FullName;
    private readonly string _point = Mounted.NewPoint();

    public FewFilesTests()
    {
        var ran = Commands.Run([Repository.Python, "-c", Make, _root, Files.ToString(System.Globalization.CultureInfo.InvariantCulture)], seconds: 120);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    public void Dispose()
    {
        Mounted.Unmount(_point);
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("folder", 200)]
    [InlineData("folder", 220)]
    [InlineData("set/all.companion.ome", 200)]
    [InlineData("set/all.companion.ome", 220)]
    [InlineData("refs.json", 200)]
    [InlineData("refs.json", 220)]
    public void More_files_are_read_than_may_be_open(string source, int limit)
    {
        var ran = Limited(limit, "mount", Path.Combine(_root, source), _point);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        for (var round = 0; round < 2; round++)
            Parallel.For(0, Files, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
            {
                var path = Path.Combine(_point, source switch { "folder" => $"i{i:000}.ome.zarr/0/0/0/0/0/0", "refs.json" => $"c/{i}", _ => $"0/0/0/{i}/0/0" });
                var bytes = File.ReadAllBytes(path);
                Assert.Equal(source == "refs.json" ? File.ReadAllBytes(Path.Combine(_root, $"folder/i{i:000}.tif")) : [.. Enumerable.Repeat((byte)i, 64)], bytes);
            });
        Assert.Equal(0, Commands.Run([Repository.Omefs, "umount", _point]).ExitCode);
    }

    [Theory]
    [InlineData("inspect", "folder")]
    [InlineData("inspect", "set/all.companion.ome")]
    [InlineData("verify", "set/all.companion.ome")]
    [InlineData("inspect", "refs.json")]
    public void Other_commands_work_too(string command, string source)
    {
        var ran = Limited(200, command, Path.Combine(_root, source));
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(199)]
    public void With_fewer_than_the_program_needs_it_does_not_start(int limit)
    {
        foreach (var arguments in (string[][])[["mount", Path.Combine(_root, "folder"), _point], ["list"], ["inspect", Path.Combine(_root, "refs.json")]])
        {
            var ran = Limited(limit, arguments);
            Assert.Equal((1, $"omefs: only {limit} files may be open, and omefs needs 200; raise the limit, by 'ulimit -n 1024' or LimitNOFILE= of systemd\n"), (ran.ExitCode, ran.Error));
        }
        Assert.False(MountTable.IsMounted(_point));
    }

    /// <summary>The soft limit is no limit: the program raises it.</summary>
    [Fact]
    public void A_soft_limit_is_raised()
    {
        var ran = Commands.Run(["prlimit", "--nofile=64:1024", Repository.Omefs, "inspect", Path.Combine(_root, "refs.json")]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
    }

    private static Finished Limited(int limit, params string[] arguments) =>
        Commands.Run(["prlimit", $"--nofile={limit}:{limit}", Repository.Omefs, .. arguments], seconds: 120);
}
