namespace OmeFs.Mount.Tests;

/// <summary>The source while it is mounted: never written to, and a change of it is an error for the reader, never other bytes.</summary>
public sealed class SourceChangeTests
{
    private const int EIO = 5, ESTALE = 116;

    /// <summary>Big enough that most of it is in no cache, and its chunks are ranges of the source itself.</summary>
    private const string Large = "rows-bands.tif";

    [Fact]
    public void A_truncated_source_gives_errors_never_short_or_zero_bytes()
    {
        var (source, chunks) = CopyWithChunks(Large);
        using var mounted = Mounted.Open(source);
        Commands.Run(["truncate", $"--size={new FileInfo(source).Length / 2}", source]);
        Failing(mounted, chunks, atLeast: 1);
    }

    [Fact]
    public void A_replaced_source_gives_errors_never_a_mixture()
    {
        var (source, chunks) = CopyWithChunks(Large);
        using var mounted = Mounted.Open(source);
        var other = source + ".new";
        File.WriteAllBytes(other, [.. File.ReadAllBytes(source).Select(octet => (byte)~octet)]);
        File.Move(other, source, overwrite: true);
        // The daemon may hold the old file open and go on serving it: old bytes or an error, never new ones.
        Failing(mounted, chunks, atLeast: 0);
    }

    [Fact]
    public void A_source_overwritten_in_place_gives_errors_never_a_mixture()
    {
        var (source, chunks) = CopyWithChunks(Large);
        using var mounted = Mounted.Open(source);
        File.WriteAllBytes(source, [.. File.ReadAllBytes(source).Select(octet => (byte)~octet)]);
        File.SetLastWriteTimeUtc(source, DateTime.UtcNow.AddSeconds(5));
        Failing(mounted, chunks, atLeast: chunks.Count);
    }

    /// <summary>As `rsync --inplace -t` and `touch -r` leave it: size and time of modification say that nothing has happened.</summary>
    [Fact]
    public void A_source_overwritten_in_place_with_its_time_put_back_gives_errors()
    {
        var (source, chunks) = CopyWithChunks(Large);
        using var mounted = Mounted.Open(source);
        var time = File.GetLastWriteTimeUtc(source);
        File.WriteAllBytes(source, [.. File.ReadAllBytes(source).Select(octet => (byte)~octet)]);
        File.SetLastWriteTimeUtc(source, time);
        Failing(mounted, chunks, atLeast: chunks.Count);
    }

    [Fact]
    public void A_source_whose_attributes_and_name_change_is_the_same_source()
    {
        var (source, chunks) = CopyWithChunks(Large);
        using var mounted = Mounted.Open(source);
        File.SetUnixFileMode(source, UnixFileMode.UserRead);
        Assert.Equal(0, Faults(mounted, chunks));
        Commands.Run(["ln", source, source + ".link"]);
        File.Move(source, source + ".moved");
        Assert.Equal(0, Faults(mounted, chunks));
    }

    [Fact]
    public void A_deleted_source_gives_old_bytes_or_errors()
    {
        var (source, chunks) = CopyWithChunks(Large);
        using var mounted = Mounted.Open(source);
        File.Delete(source);
        Failing(mounted, chunks, atLeast: 0);
    }

    [Fact]
    public void Nothing_is_written_to_the_source_or_beside_it()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Scratch, "beside")).FullName;
        var source = Path.Combine(folder, "image.ome.tif");
        File.Copy(Repository.Fixture("pyramid-rgb.ome.tif"), source, overwrite: true);
        var (before, time, bytes) = (Listing(folder), File.GetLastWriteTimeUtc(source), File.ReadAllBytes(source));
        using (var mounted = Mounted.Open(source))
        {
            foreach (var path in Directory.EnumerateFiles(mounted.Point, "*", SearchOption.AllDirectories))
                File.ReadAllBytes(path);
            Assert.Equal(before, Listing(folder));
        }

        Assert.Equal(before, Listing(folder));
        Assert.Equal(time, File.GetLastWriteTimeUtc(source));
        Assert.Equal(bytes, File.ReadAllBytes(source));
    }

    /// <summary>A read-only file in a read-only folder is enough of a source.</summary>
    [Fact]
    public void A_read_only_source_mounts()
    {
        var (source, chunks) = CopyWithChunks("stack.tif");
        File.SetUnixFileMode(source, UnixFileMode.UserRead);
        using var mounted = Mounted.Open(source);
        Assert.Equal(0, Faults(mounted, chunks));
    }

    private static string[] Listing(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];

    /// <summary>A copy of the fixture, and what its chunks hold, from a mount of its own that is gone again.</summary>
    private static (string Source, Dictionary<string, byte[]> Chunks) CopyWithChunks(string fixture)
    {
        var source = Path.Combine(Repository.Scratch, $"{Path.GetFileName(Mounted.NewPoint())}-{fixture}");
        File.Copy(Repository.Fixture(fixture), source);
        using var mounted = Mounted.Open(source);
        var chunks = Directory.EnumerateFiles(mounted.Point, "*", SearchOption.AllDirectories)
            .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .ToDictionary(path => Path.GetRelativePath(mounted.Point, path), File.ReadAllBytes);
        Assert.NotEmpty(chunks);
        return (source, chunks);
    }

    private static void Failing(Mounted mounted, Dictionary<string, byte[]> chunks, int atLeast) =>
        Assert.InRange(Faults(mounted, chunks), atLeast, chunks.Count);

    /// <summary>How many chunks end with EIO or ESTALE; all others must hold exactly the old bytes.</summary>
    private static int Faults(Mounted mounted, Dictionary<string, byte[]> chunks)
    {
        var faults = 0;
        foreach (var (path, bytes) in chunks)
        {
            try
            {
                Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(mounted.Point, path)));
            }
            catch (IOException fault)
            {
                Assert.Contains(fault.HResult, (int[])[EIO, ESTALE]);
                faults++;
            }
        }

        return faults;
    }
}
