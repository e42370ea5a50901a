using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OmeFs.Clients.Tests;

/// <summary>
/// Sets of several files, opened by each file that leads to the document: the same pixels as one file that tifffile wrote of them, and the
/// same tree by every way in.
/// </summary>
public sealed partial class SetTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    private const string Slices = "slices-deflate-tiles";

    public static TheoryData<string> Sets => [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Repository.Fixtures, "sets");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_way_in_shows_the_pixels_of_the_whole(string name)
    {
        var whole = Path.Combine(Repository.Fixtures, "sets-whole", name + ".ome.tif");
        IReadOnlyDictionary<string, string> expected;
        using (var mounted = Mounted.Open(whole))
        {
            comparer.AssertSame(whole, mounted.Point);
            expected = comparer.Digests(mounted.Point);
        }
        IReadOnlyList<string>? tree = null;
        foreach (var entry in Directory.EnumerateFiles(Path.Combine(Folder, name)))
        {
            using var mounted = Mounted.Open(entry);
            Assert.Equal(expected, comparer.Digests(mounted.Point));
            // Of the set nothing is to be noted; the path of a test's mount has no ".zarr", which is.
            Assert.DoesNotContain(mounted.Output.Split('\n'), line => line.StartsWith("note:", StringComparison.Ordinal) && !line.Contains("Bio-Formats", StringComparison.Ordinal));
            tree ??= Tree(mounted.Point);
            Assert.Equal(tree, Tree(mounted.Point));
        }
    }

    /// <summary>Where tifffile, too, puts the files together.</summary>
    [Theory]
    [InlineData(Slices, "z1.ome.tif")]
    [InlineData("mmstack", "run_1_MMStack_Pos0_1.ome.tif")]
    [InlineData("two-images", "c0.ome.tif")]
    public void Pixels_and_metadata_are_as_tifffile_has_them(string name, string entry)
    {
        using var mounted = Mounted.Open(Path.Combine(Folder, name, entry));
        comparer.AssertSame(mounted.Source, mounted.Point);
    }

    [Fact]
    public void Inspect_tells_the_number_of_files()
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", "--json", Path.Combine(Folder, "companion/all.companion.ome")]);
        Assert.Contains("\"files\": 3", ran.Output, StringComparison.Ordinal);
        Assert.Contains("OME-TIFF set of 3 files, ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_named_or_their_chunks_are_missing()
    {
        var folder = Copy(Slices, "missing");
        File.Delete(Path.Combine(folder, "z1.ome.tif"));
        var entry = Path.Combine(folder, "z0.ome.tif");
        var refused = Commands.Run([Repository.Omefs, "inspect", entry]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("1 of the 3 files that the OME-XML names are not there: 'z1.ome.tif'", refused.Error, StringComparison.Ordinal);
        foreach (var options in (string[][])[["--missing", "fill"], ["-o", "missing=fill"]])
        {
            using var mounted = Mounted.Open(entry, false, options);
            Assert.Contains("'z1.ome.tif'", mounted.Output, StringComparison.Ordinal);
            Assert.Equal(["0", "1", "2"], Directory.GetDirectories(Path.Combine(mounted.Point, "0/0/0")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(mounted.Point, "0/0/0/0"), "*", SearchOption.AllDirectories));
            Assert.Empty(Directory.GetFiles(Path.Combine(mounted.Point, "0/0/0/1"), "*", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public void A_file_that_changes_is_an_error_for_its_own_chunks()
    {
        var folder = Copy(Slices, "changing");
        using var mounted = Mounted.Open(Path.Combine(folder, "z0.ome.tif"));
        var member = Path.Combine(folder, "z2.ome.tif");
        File.WriteAllBytes(member, [.. File.ReadAllBytes(member).Select(octet => (byte)~octet)]);
        File.SetLastWriteTimeUtc(member, DateTime.UtcNow.AddSeconds(5));
        Assert.NotEmpty(File.ReadAllBytes(Path.Combine(mounted.Point, "0/0/0/1/0/0")));
        const int stale = 116;
        var fault = Assert.Throws<IOException>(() => File.ReadAllBytes(Path.Combine(mounted.Point, "0/0/0/2/0/0")));
        Assert.Contains(fault.HResult & 0xFFFF, (int[])[stale]);
    }

    /// <summary>The corpus' own sets: master with BinaryOnly, and companion with BinaryOnly, five slices each, one a file.</summary>
    [SkippableTheory]
    [InlineData("tlnagy+exampletiffs/ometiff_testdata/multiples/master")]
    [InlineData("hms-dbmi+viv/sites/avivator/data")]
    public void The_corpus_sets_show_all_slices_by_every_file(string path)
    {
        Repository.SkipWithoutCorpus();
        var entries = Directory.GetFiles(Path.Combine(Repository.SharedCorpus, path), "multifile*").Order(StringComparer.Ordinal).ToList();
        var stacked = comparer.StackDigest([.. entries.Where(entry => entry.EndsWith(".tiff", StringComparison.Ordinal))]);
        IReadOnlyList<string>? tree = null;
        foreach (var entry in entries)
        {
            using var mounted = Mounted.Open(entry);
            Assert.Equal(stacked, comparer.Digests(mounted.Point)["/0"]);
            tree ??= Tree(mounted.Point);
            Assert.Equal(tree, Tree(mounted.Point));
        }
        Assert.InRange(entries.Count, 5, 6);
    }

    /// <summary>Every file with its time and the hash of its bytes; the document's own UUID, which tells the ways in apart, left out.</summary>
    private static IReadOnlyList<string> Tree(string point) =>
    [
        .. Directory.EnumerateFiles(point, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
        {
            var bytes = File.ReadAllBytes(path);
            if (Path.GetFileName(path) == "METADATA.ome.xml")
                bytes = Encoding.UTF8.GetBytes(OwnUuid().Replace(Encoding.UTF8.GetString(bytes), "", 1));
            return $"{Path.GetRelativePath(point, path)} {File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(SHA256.HashData(bytes))}";
        }),
    ];

    private static string Copy(string set, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, name)).FullName;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, set)))
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        return folder;
    }

    [GeneratedRegex(" UUID=\"[^\"]*\"")]
    private static partial Regex OwnUuid();
}
