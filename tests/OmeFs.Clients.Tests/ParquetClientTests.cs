using System.Globalization;
using System.Text.Json;

namespace OmeFs.Clients.Tests;

/// <summary>Mounted stores of references in Parquet against the same references in JSON as fsspec reads them, and against fsspec's own LazyReferenceMapper.</summary>
public sealed class ParquetClientTests(ReferenceOracle oracle) : IClassFixture<ReferenceOracle>
{
    private static string Scripts => Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/python");

    [Theory]
    [InlineData(1, 6)]
    [InlineData(100, 6)]
    public void Random_stores_are_what_fsspec_reads_of_the_same_references_in_JSON(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            var folder = Make(seed);
            using var mounted = Mounted.Open(Path.Combine(folder, "store.parq"));
            var differences = oracle.Ask(new { document = Path.Combine(folder, "store.json"), mount = mounted.Point });
            Assert.True(differences.Count == 0, $"seed {seed}: {string.Join('\n', differences)}");
        }
    }

    /// <summary>fsspec of Debian trixie: that of bookworm has no such class.</summary>
    [SkippableTheory]
    [InlineData(1, 5)]
    [InlineData(200, 5)]
    public void Random_stores_are_what_LazyReferenceMapper_reads(int first, int count)
    {
        var root = TrixieTests.Trixie();
        for (var seed = first; seed < first + count; seed++)
        {
            var folder = Make(seed);
            using var mounted = Mounted.Open(Path.Combine(folder, "store.parq"));
            using var found = JsonDocument.Parse(Run(root, folder, mounted.Point));
            Assert.Equal("[]", found.RootElement.GetProperty("errors").GetRawText());
            Assert.InRange(found.RootElement.GetProperty("keys").GetInt32(), 10, int.MaxValue);
        }
    }

    private static string Make(int seed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"parquet{seed}")).FullName;
        var made = Commands.Run([Repository.Python, "-B", Path.Combine(Scripts, "random_parquet.py"), folder, seed.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(made.ExitCode == 0, made.ToString());
        Directory.CreateDirectory(Path.Combine(folder, "mounted"));
        return folder;
    }

    private static string Run(string root, string folder, string point)
    {
        var ran = Commands.Run(
        [
            "unshare", "--mount", "sh", "-c",
            "mount --bind \"$2\" \"$1/mnt\" && mount --bind \"$3\" \"$1/mnt/mounted\" && mount --bind \"$4\" \"$1/media\" && exec chroot \"$1\" /usr/bin/python3 -B /media/lazy_references.py /mnt",
            "sh", root, folder, point, Scripts,
        ]);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran.Output;
    }
}
