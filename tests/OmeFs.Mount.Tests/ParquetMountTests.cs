using System.Text;
using System.Text.Json;

namespace OmeFs.Mount.Tests;

/// <summary>Stores of references in Parquet, written by parquet-cpp, as the native program takes them: options, errors as programs see them, notices.</summary>
public sealed class ParquetMountTests : IDisposable
{
    private const int EIO = 5, EACCES = 13;

    /// <summary>Of the file: row i refers to i * 10; of five rows, the third refers to a whole target, the fourth has bytes, the fifth is missing.</summary>
    private const int Rows = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("omefs-parquet-").FullName;
    private readonly byte[] _target = [.. Enumerable.Range(0, 400).Select(number => (byte)number)];

    public ParquetMountTests()
    {
        File.WriteAllBytes(Path.Combine(_folder, "data.bin"), _target);
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        File.WriteAllBytes(Path.Combine(_folder, "folder/other é.bin"), _target);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("dictionary-zstd")]
    [InlineData("dictionary-snappy")]
    [InlineData("plain-gzip")]
    [InlineData("groups-uncompressed")]
    [InlineData("pages-v2-zstd")]
    [InlineData("small-pages-snappy")]
    public void A_store_is_mounted(string file)
    {
        using var mounted = Mounted.Open(Write(file));
        var array = Path.Combine(mounted.Point, "a");
        Assert.Equal([.. Enumerable.Range(0, Rows).Where(row => row % 5 != 4).Select(row => $"{row}").Append(".zarray").Order(StringComparer.Ordinal)],
            Directory.EnumerateFiles(array).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        for (var row = 0; row < Rows; row++)
        {
            var path = Path.Combine(array, $"{row}");
            if (row % 5 == 4)
            {
                Assert.False(File.Exists(path));
                continue;
            }
            var expected = (row % 5) switch { 2 => _target, 3 => Encoding.ASCII.GetBytes($"raw {row}"), _ => _target.AsSpan(row * 10, row + 1).ToArray() };
            Assert.Equal(expected.Length, new FileInfo(path).Length);
            Assert.Equal(expected, File.ReadAllBytes(path));
        }
        Assert.Contains("22 files", mounted.Output, StringComparison.Ordinal);
        Assert.Contains("missing chunks are counted, too", mounted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_is_named_by_its_document_too()
    {
        using var mounted = Mounted.Open(Path.Combine(Write("dictionary-zstd"), ".zmetadata"));
        Assert.Equal("raw 3", File.ReadAllText(Path.Combine(mounted.Point, "a/3")));
    }

    [Fact]
    public void What_cannot_be_read_is_an_error_as_in_JSON()
    {
        var store = Write("dictionary-zstd");
        File.Delete(Path.Combine(_folder, "data.bin"));
        File.CreateSymbolicLink(Path.Combine(_folder, "data.bin"), "/etc/passwd");
        File.WriteAllBytes(Path.Combine(_folder, "folder/other é.bin"), new byte[5]);
        using var mounted = Mounted.Open(store);
        Assert.Equal(EACCES, ErrnoOf(Path.Combine(mounted.Point, "a/0")));
        Assert.Equal(EIO, ErrnoOf(Path.Combine(mounted.Point, "a/1")));
        Assert.Equal("raw 3", File.ReadAllText(Path.Combine(mounted.Point, "a/3")));
    }

    [Theory]
    [InlineData("lz4", "LZ4")]
    [InlineData("delta", "encoding 5")]
    public void What_is_not_read_is_an_error_for_all_chunks_and_inspect_says_why(string file, string expected)
    {
        var store = Write(file);
        using var mounted = Mounted.Open(store);
        Assert.Throws<IOException>(() => Directory.EnumerateFiles(Path.Combine(mounted.Point, "a")).ToList());
        var ran = Commands.Run([Repository.Omefs, "inspect", store]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains(expected, StringComparison.Ordinal) && ran.Error.Contains("refs.0.parq", StringComparison.Ordinal), ran.ToString());
    }

    [Fact]
    public void Inspect_counts_all_keys()
    {
        var store = Write("dictionary-zstd");
        using var report = JsonDocument.Parse(Commands.Run([Repository.Omefs, "inspect", "--json", store]).Output);
        var references = report.RootElement.GetProperty("references");
        Assert.Equal(("references in Parquet", 18), (report.RootElement.GetProperty("format").GetString(), references.GetProperty("keys").GetInt32()));
        Assert.Equal(
            """{"path":"a","zarr_format":2,"shape":[20],"chunks":[1],"dtype":"|u1","compressor":null,"chunks_by_origin":{"virtual":12,"inline":4,"missing":4}}""",
            JsonSerializer.Serialize(Assert.Single(references.GetProperty("counts").GetProperty("arrays").EnumerateArray())));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("index", "-o", "out.json")]
    public void Commands_for_images_say_that_a_store_is_none(params string[] command)
    {
        var ran = Commands.Run([Repository.Omefs, command[0], Write("dictionary-zstd"), .. command[1..]]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("is a store of references in Parquet", StringComparison.Ordinal), ran.ToString());
    }

    [Fact]
    public void A_file_of_a_store_by_itself_is_refused_with_what_to_name()
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", Path.Combine(Write("dictionary-zstd"), "a/refs.0.parq")]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("name that folder", StringComparison.Ordinal), ran.ToString());
    }

    /// <summary>Zarr's own consolidated metadata has the same name.</summary>
    [Fact]
    public void A_folder_of_Zarr_is_no_store()
    {
        File.WriteAllText(Path.Combine(_folder, ".zmetadata"), """{"metadata": {}, "zarr_consolidated_format": 1}""");
        var ran = Commands.Run([Repository.Omefs, "inspect", _folder]);
        Assert.True(ran.ExitCode == 1 && ran.Error.Contains("this is Zarr already", StringComparison.Ordinal), ran.ToString());
    }

    /// <summary>The name alone makes no store: nothing but a regular file is read to find out, or the program would wait, or read for ever.</summary>
    [Theory]
    [InlineData("mkfifo", ".zmetadata")]
    [InlineData("ln", "-s", "/dev/zero", ".zmetadata")]
    [InlineData("ln", "-s", "nowhere", ".zmetadata")]
    [InlineData("mkdir", ".zmetadata")]
    public void What_is_no_file_is_no_store(params string[] make)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "odd")).FullName;
        File.Copy(Repository.Fixture("stack.tif"), Path.Combine(folder, "stack.tif"));
        Assert.Equal(0, Commands.Run(["sh", "-c", "cd $0 && exec \"$@\"", folder, .. make]).ExitCode);
        foreach (var command in (string[])["inspect", "verify"])
        {
            var ran = Commands.Run(["timeout", "60", Repository.Omefs, command, folder]);
            Assert.True(ran.ExitCode is 0 or 1 && !ran.Error.Contains("memory", StringComparison.Ordinal), ran.ToString());
        }
    }

    private static int ErrnoOf(string path) => Assert.ThrowsAny<Exception>(() => File.ReadAllBytes(path)) is UnauthorizedAccessException ? EACCES : EIO;

    private string Write(string file)
    {
        var store = Path.Combine(_folder, "store.parq");
        Directory.CreateDirectory(Path.Combine(store, "a"));
        File.WriteAllText(Path.Combine(store, ".zmetadata"), """
            {"metadata": {"a/.zarray": {"zarr_format": 2, "shape": [20], "chunks": [1], "dtype": "|u1", "order": "C", "compressor": null, "filters": null, "fill_value": 0}}, "record_size": 20}
            """);
        File.Copy(Path.Combine(Repository.Root, "tests/OmeFs.Core.Tests/References/Parquet/parquet-cpp", file + ".parq"), Path.Combine(store, "a/refs.0.parq"), overwrite: true);
        return store;
    }
}
