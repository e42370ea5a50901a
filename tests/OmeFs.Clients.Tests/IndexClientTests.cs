namespace OmeFs.Clients.Tests;

/// <summary>What `omefs index` writes, read by others: references by zarr-python through fsspec, IFD offsets beside tifffile's.</summary>
public sealed class IndexClientTests(ReferenceOracle oracle) : IClassFixture<ReferenceOracle>
{
    private const int LeastIndexed = 20, LeastEncoded = 10;

    /// <summary>A share of the fixtures, and all with missing or copied chunks; that all are what their mount is, the program's own tests see.</summary>
    private static IEnumerable<string> Fixtures => Repository.FixtureNames("good").Where((name, i) => i % 12 == 0 || OfInterest.Any(name.Contains));

    private static readonly string[] OfInterest = ["sparse", "scattered", "rows-"];

    [Fact]
    public void Zarr_python_reads_the_pixels_of_the_mount_through_fsspec()
    {
        var indexed = 0;
        foreach (var name in Fixtures)
        {
            var document = Path.Combine(Repository.Scratch, name + ".json");
            var ran = Commands.Run([Repository.Omefs, "index", Repository.Fixture(name), "-o", document]);
            if (ran.ExitCode == 1 && ran.Error.Contains("nothing of it can be written", StringComparison.Ordinal))
                continue;
            Assert.True(ran.ExitCode == 0, ran.ToString());
            using var mounted = Mounted.Open(Repository.Fixture(name));
            var differences = oracle.Ask(new { index = document, mount = mounted.Point });
            Assert.True(differences.Count == 0, $"{name}: {string.Join('\n', differences)}");
            indexed++;
        }
        Assert.InRange(indexed, LeastIndexed, int.MaxValue);
    }

    /// <summary>With stand-ins for codecs of imagecodecs; every fixture against tifffile and samples, without a mount, the program's own tests see.</summary>
    [Fact]
    public void With_imagecodecs_it_reads_the_pixels_of_the_mount_too()
    {
        using var python = new PythonServer("compare_codecs.py");
        var compared = 0;
        foreach (var name in Repository.FixtureNames("good").Where(name => name.StartsWith("codec-", StringComparison.Ordinal)))
        {
            var document = Path.Combine(Repository.Scratch, name + ".codecs.json");
            var ran = Commands.Run([Repository.Omefs, "index", Repository.Fixture(name), "-o", document, "--codecs", "imagecodecs"]);
            if (ran.ExitCode == 1 && ran.Error.Contains("cannot be filled up", StringComparison.Ordinal))
                continue;
            Assert.True(ran.ExitCode == 0, ran.ToString());
            using var mounted = Mounted.Open(Repository.Fixture(name));
            using var answer = python.Ask(new { document, mount = mounted.Point });
            Assert.True(answer.RootElement.GetProperty("differences").GetArrayLength() == 0, $"{name}: {answer.RootElement}");
            compared += answer.RootElement.GetProperty("levels").GetInt32();
        }
        Assert.InRange(compared, LeastEncoded, int.MaxValue);
    }

    [Fact]
    public void Offsets_are_those_of_the_IFDs_that_tifffile_walks()
    {
        foreach (var name in Fixtures.Where(name => name.EndsWith(".tif", StringComparison.Ordinal)))
        {
            var offsets = Path.Combine(Repository.Scratch, name + ".offsets.json");
            var ran = Commands.Run([Repository.Omefs, "index", Repository.Fixture(name), "-o", offsets]);
            Assert.True(ran.ExitCode == 0, ran.ToString());
            Assert.Empty(oracle.Ask(new { offsets, tiff = Repository.Fixture(name) }));
        }
    }
}
