using System.Text;
using OmeFs.Core.References.Parquet;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>Parquet files as three writers lay them out: Parquet.Net, parquet-cpp (which pyarrow is), and fastparquet's layout.</summary>
public sealed class ParquetFileTests
{
    public static TheoryData<int, bool, int> Forms
    {
        get
        {
            var forms = new TheoryData<int, bool, int>();
            for (var compression = 0; compression < ParquetNet.Compressions.Length; compression++)
                foreach (var dictionary in (bool[])[true, false])
                    foreach (var groups in (int[])[1, 3])
                        forms.Add(compression, dictionary, groups);
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Random_rows_are_what_Parquet_Net_has_written(int compression, bool dictionary, int groups)
    {
        var random = new Random(17 + compression);
        foreach (var count in (int[])[1, 7, 8, 9, 1000])
        {
            var rows = Enumerable.Range(0, count).Select(_ => RandomRow(random)).ToArray();
            AssertRows(rows, RecordFile.Read(await ParquetNet.WriteAsync(rows, ParquetNet.Compressions[compression], dictionary, groups), count));
        }
    }

    [Theory]
    [InlineData("dictionary-zstd")]
    [InlineData("dictionary-snappy")]
    [InlineData("plain-gzip")]
    [InlineData("groups-uncompressed")]
    [InlineData("small-pages-snappy")]
    [InlineData("pages-v2-zstd")]
    [InlineData("pages-v2-plain-snappy")]
    [InlineData("without-raw")]
    public void Files_of_parquet_cpp_are_read(string name) => AssertRows([.. Enumerable.Range(0, 20).Select(row => CppRow(row, name != "without-raw"))], RecordFile.Read(CppFile(name), 20));

    [Theory]
    [InlineData("lz4", "LZ4")]
    [InlineData("delta", "encoding 5")]
    public void What_is_not_read_is_refused_by_name(string name, string expected)
    {
        var fault = Assert.Throws<OmeFsException>(() => RecordFile.Read(CppFile(name), 20));
        Assert.True(fault.Kind == FaultKind.Unsupported && fault.Message.Contains(expected, StringComparison.Ordinal), fault.Message);
    }

    internal static byte[] CppFile(string name) =>
        File.ReadAllBytes(Path.Combine(Repository.Root, "tests/OmeFs.Core.Tests/References/Parquet/parquet-cpp", name + ".parq"));

    /// <summary>What a short program has put into the files of parquet-cpp 25.</summary>
    private static Row CppRow(int row, bool withRaw) => (row % 5) switch
    {
        0 or 1 => new Row(PathOf(row), row * 10, row + 1),
        2 => new Row(PathOf(row)),
        3 when withRaw => Row.Bytes($"raw {row}"),
        _ => Row.Missing,
    };

    private static string PathOf(int row) => row % 2 == 0 ? "data.bin" : "folder/other é.bin";

    private static Row RandomRow(Random random) => random.Next(5) switch
    {
        0 => Row.Missing,
        1 => Row.Bytes(new string('x', random.Next(30))),
        2 => new Row($"whole{random.Next(5)}"),
        _ => new Row($"päth {random.Next(40)}", random.NextInt64(1 << 50), random.NextInt64(1, 1 << 40)),
    };

    private static void AssertRows(Row[] expected, RecordGroup group)
    {
        Assert.Equal(expected.Length, group.Rows);
        for (var row = 0; row < expected.Length; row++)
        {
            var (one, found) = (expected[row], group[row]);
            var kind = one.Raw is not null ? RowKind.Inline : one.Path is null ? RowKind.Missing : (one.Offset, one.Size) == (0, 0) ? RowKind.Whole : RowKind.Range;
            Assert.Equal(kind, found.Kind);
            if (kind == RowKind.Inline)
                Assert.Equal(Encoding.UTF8.GetString(one.Raw!), Encoding.UTF8.GetString(found.Inline.Span));
            if (kind is RowKind.Range or RowKind.Whole)
                Assert.Equal((one.Path, one.Offset, one.Size), (group.Paths.Text(found.Path), found.Offset, found.Length));
        }
    }
}
