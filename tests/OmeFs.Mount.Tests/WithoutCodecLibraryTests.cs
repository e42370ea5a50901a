using System.Security.Cryptography;

namespace OmeFs.Mount.Tests;

/// <summary>The program without libomefs_codecs beside it, as where it could not be built: what it shows is the same, or is refused by name.</summary>
public sealed class WithoutCodecLibraryTests : IDisposable
{
    /// <summary>Of the matrix: enough for every type, layout and order of bits.</summary>
    private const int OneIn = 4;

    private static readonly string[] Compressions = ["jpeg", "g3", "g4", "zstd", "lzw", "packbits", "adobe"];

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"without-{Guid.NewGuid():N}")).FullName;
    private readonly string _point = Mounted.NewPoint();
    private readonly string _program;

    public WithoutCodecLibraryTests()
    {
        var beside = Path.GetDirectoryName(Repository.Omefs)!;
        Skip.IfNot(File.Exists(Path.Combine(beside, "libomefs_codecs.so")), $"{beside} has no codec library to be left out");
        foreach (var path in Directory.EnumerateFiles(beside).Where(path => !Path.GetFileName(path).StartsWith("libomefs_", StringComparison.Ordinal)))
            File.Copy(path, Path.Combine(_folder, Path.GetFileName(path)));
        _program = Path.Combine(_folder, Path.GetFileName(Repository.Omefs));
    }

    public void Dispose()
    {
        Mounted.Unmount(_point);
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public void A_mount_shows_the_same_bytes_as_with_the_library()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName;
        foreach (var path in Sources())
            File.Copy(path, Path.Combine(source, Path.GetFileName(path)));
        Dictionary<string, string> expected;
        using (var mounted = Mounted.Open(source))
            expected = Digests(mounted.Point);
        Assert.True(expected.Count > 500, $"{expected.Count} files are few");
        Run(0, "mount", source, _point);
        var found = Digests(_point);
        Run(0, "umount", _point);
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.Empty(expected.Where(file => found[file.Key] != file.Value).Select(file => file.Key));
    }

    [SkippableFact]
    public void What_only_the_library_decodes_is_refused_and_the_message_says_what_to_do()
    {
        var ran = Run(1, "mount", Matrix("jp2k").First(), _point);
        Assert.Contains("JPEG 2000 segments need libomefs_codecs, which install.sh builds: it was not found, or a library it needs was not", ran.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Verify_reads_everything_and_says_that_nothing_was_compared()
    {
        var ran = Run(0, "verify", Repository.Fixture("codec-jpeg.tif"));
        Assert.Contains("none: libomefs_codecs, which install.sh builds", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("sound", ran.Output.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>The decoder's own words go into the fault, and nowhere else.</summary>
    [SkippableFact]
    public void Damaged_fax_is_reported_in_one_place()
    {
        var path = Path.Combine(_folder, "damaged.tif");
        var bytes = File.ReadAllBytes(Matrix("g4").First(file => file.Contains("200x330", StringComparison.Ordinal)));
        for (var at = bytes.Length / 2; at < (bytes.Length / 2) + 40; at++)
            bytes[at] = 0;
        File.WriteAllBytes(path, bytes);
        var ran = Run(3, "verify", path);
        Assert.Matches("unreadable .*: CCITT fax: ", ran.Output);
        Assert.Equal("", ran.Error.Trim());
    }

    private static IEnumerable<string> Sources() =>
        Compressions.SelectMany(compression => Matrix(compression).Where((_, index) => index % OneIn == 0))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Fixtures, "codecs"), "jpeg-*.tif"))
            .Concat(((string[])["codec-jpeg.tif", "codec-zstd.tif", "codec-zstd-be-tiles.tif"]).Select(Repository.Fixture))
            .Concat(OldLzw());

    /// <summary>Of the shared corpus: no program here writes it.</summary>
    private static IEnumerable<string> OldLzw() =>
        File.Exists(Repository.Catalogue) ? Directory.EnumerateFiles(Repository.SharedCorpus, "quad-lzw-compat.tiff", SearchOption.AllDirectories).Take(1) : [];

    private static IEnumerable<string> Matrix(string compression) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Fixtures, "matrix"), $"{compression}-*.tif").Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Digests(string point) =>
        Directory.EnumerateFiles(point, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(point, path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private Finished Run(int exitCode, params string[] arguments)
    {
        var ran = Commands.Run([_program, .. arguments]);
        Assert.True(ran.ExitCode == exitCode, ran.ToString());
        return ran;
    }
}
