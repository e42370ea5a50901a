using System.Diagnostics;
using OmeFs.Core.References.Parquet;

namespace OmeFs.Core.Tests.References.Parquet;

/// <summary>A Parquet file that is damaged, or claims what is not so, is a fault: soon, in little memory, and never rows that it does not have.</summary>
public sealed class ParquetHostileTests
{
    private const int I32 = Thrift.I32, Binary = Thrift.Binary, Struct = Thrift.Struct;

    /// <summary>A file of a few bytes may claim 64 MiB of pages, and 2 million rows; that is all.</summary>
    private const long MostAllocated = 200 << 20;

    /// <summary>Levels of n values that are all there: one run.</summary>
    private static byte[] Levels(int values) => [.. BitConverter.GetBytes(Thrift.Varint((ulong)values << 1).Length + 1), .. Thrift.Varint((ulong)values << 1), 1];

    private static byte[] Nested => Thrift.Record(Thrift.Text(4, "x"), Thrift.Whole(5, 1, I32));

    /// <summary>The first four end the process of one library, or make it run for ever, or allocate gigabytes.</summary>
    public static TheoryData<string, byte[]> Files => new()
    {
        { "a number that does not end", Thrift.File([0x15, 0x80]) },
        { "a list of 2^31 - 1 structures", Thrift.File(Thrift.Record(Thrift.Listed(2, Struct, int.MaxValue))) },
        { "a text of 2^31 bytes", Thrift.File([0x15, 2, 0x19, 0x1C, 0x48, .. Thrift.Varint(int.MaxValue)]) },
        { "columns within columns, 200,000 deep", Thrift.File(Thrift.Record(Thrift.Listed(2, Struct, 200_000, [.. Enumerable.Repeat(Nested, 200_000)]))) },
        { "lists within lists", Thrift.File([0x99, .. Enumerable.Repeat((byte)0x19, 100_000), 0]) },
        { "structures within structures", Thrift.File([.. Enumerable.Repeat((byte)0x9C, 100_000)]) },
        { "nothing", [] },
        { "the marks alone", [.. "PAR1PAR1"u8] },
        { "a footer longer than the file", [.. "PAR1"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8] },
        { "a footer of negative length", [.. "PAR1"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. "PAR1"u8] },
        { "an encrypted footer", [.. "PARE"u8, 0, 0, 0, 0, .. "PARE"u8] },
        { "no columns", Thrift.File(Thrift.Record(Thrift.Whole(1, 1, I32))) },
        { "a billion rows", Thrift.Column("path", 6, 1_000_000_000, []) },
        { "rows of a negative number", Thrift.Column("path", 6, -5, []) },
        { "two million rows without a page", Thrift.Column("raw", 6, 2 << 20, []) },
        { "a page of 2^31 - 1 bytes", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [1], length: int.MaxValue), codec: 6) },
        { "a gzip page that is none", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [1, 2, 3], length: 60 << 20), codec: 2) },
        { "a zstd page that is none", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [1, 2, 3], length: 60 << 20), codec: 6) },
        { "a snappy page that claims 2^32 bytes", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0], length: 100), codec: 1) },
        { "a page before the file", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 1, 0, 0, 0, 65]), start: -4) },
        { "a page behind the file", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 1, 0, 0, 0, 65]), start: long.MaxValue) },
        { "a text that is longer than its page", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 2, 0, 0, 0, 65])) },
        { "a text of 2^32 - 1 bytes", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 255, 255, 255, 255, 65])) },
        { "a text too few", Thrift.Column("raw", 6, 2, Thrift.DataPage(2, [.. Levels(2), 1, 0, 0, 0, 65])) },
        { "levels too few", Thrift.Column("raw", 6, 9, Thrift.DataPage(9, [.. Levels(8), 1, 0, 0, 0, 65])) },
        { "levels that are longer than the page", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [255, 255, 255, 127, 2, 1])) },
        { "a run of no values", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 65])) },
        { "more values in a page than rows", Thrift.Column("raw", 6, 1, Thrift.DataPage(2, [.. Levels(2), 1, 0, 0, 0, 65, 1, 0, 0, 0, 65])) },
        { "a number of a dictionary that is not there", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 1, 2, 1], encoding: 8)) },
        { "numbers of 255 bits", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 255, 2, 1], encoding: 8)) },
        { "an unknown encoding", Thrift.Column("raw", 6, 1, Thrift.DataPage(1, [.. Levels(1), 0, 0, 0, 0], encoding: 99)) },
        { "an unknown type", Thrift.Column("raw", 99, 1, Thrift.DataPage(1, [.. Levels(1), 0, 0, 0, 0])) },
        { "paths that are whole numbers", Thrift.Column("path", 2, 1, Thrift.DataPage(1, [.. Levels(1), 0, 0, 0, 0, 0, 0, 0, 0])) },
        { "paths without offsets", Thrift.Column("path", 6, 1, Thrift.DataPage(1, [.. Levels(1), 1, 0, 0, 0, 65])) },
        { "neither paths nor bytes", Thrift.Column("offset", 2, 1, Thrift.DataPage(1, [.. Levels(1), 0, 0, 0, 0, 0, 0, 0, 0])) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_claims_what_is_not_so_is_refused(string what, byte[] file)
    {
        var fault = Faulty(file, 2 << 20);
        Assert.True(fault is not null && fault.Kind is FaultKind.Corrupt or FaultKind.Unsupported or FaultKind.LimitExceeded, $"{what}: {fault?.Kind}");
    }

    /// <summary>The smallest file that is one: what the others are changed from.</summary>
    [Fact]
    public void The_same_without_a_mistake_is_read()
    {
        var group = RecordFile.Read(Thrift.Column("raw", 6, 2, Thrift.DataPage(2, [.. Levels(2), 1, 0, 0, 0, 65, 0, 0, 0, 0])), 2);
        Assert.Equal("A"u8.ToArray(), group[0].Inline.ToArray());
        Assert.Equal((RowKind.Inline, 0L), (group[1].Kind, group[1].Length));
    }

    [Fact]
    public void A_column_without_any_value_may_be_of_any_type() =>
        Assert.Equal(RowKind.Missing, RecordFile.Read(Thrift.Column("raw", 1, 3, Thrift.DataPage(3, [2, 0, 0, 0, 6, 0])), 3)[2].Kind);

    [Theory]
    [InlineData(-1, 5, true)]
    [InlineData(5, -1, true)]
    [InlineData(long.MaxValue, 1, true)]
    [InlineData(long.MinValue, 0, true)]
    [InlineData(5, 0, false)]
    public async Task A_range_that_makes_no_sense_is_no_absence(long offset, long size, bool senseless)
    {
        var group = RecordFile.Read(await ParquetNet.WriteAsync([new Row("a", offset, size), new Row("", 1, 1)]), 2);
        Assert.Equal((senseless ? RowKind.Invalid : RowKind.Range, senseless ? 1 : size), (group[0].Kind, group[0].Length));
        Assert.Equal(RowKind.Invalid, group[1].Kind);
    }

    [Fact]
    public async Task More_rows_than_the_store_says_are_refused() => Assert.Equal(FaultKind.Corrupt, Faulty(await WrittenAsync(), 9)!.Kind);

    [Fact]
    public async Task A_file_that_is_cut_anywhere_is_refused()
    {
        foreach (var file in (byte[][])[await WrittenAsync(), ParquetFileTests.CppFile("dictionary-zstd"), ParquetFileTests.CppFile("pages-v2-zstd")])
            for (var length = 0; length < file.Length; length++)
                Assert.NotNull(Faulty(file[..length], 20));
    }

    [Fact]
    public async Task Changed_files_end_in_a_fault_or_in_rows()
    {
        var random = new Random(4);
        string[] names = ["dictionary-zstd", "dictionary-snappy", "plain-gzip", "groups-uncompressed", "small-pages-snappy", "pages-v2-zstd", "pages-v2-plain-snappy"];
        foreach (var file in names.Select(ParquetFileTests.CppFile).Append(await WrittenAsync()))
            for (var round = 0; round < 500; round++)
            {
                var changed = (byte[])file.Clone();
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                    changed[random.Next(changed.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
                _ = Faulty(changed, 20);
            }
    }

    private static Task<byte[]> WrittenAsync() =>
        ParquetNet.WriteAsync([.. Enumerable.Range(0, 10).Select(row => row % 3 == 0 ? Row.Bytes($"{row}") : new Row("data.bin", row, row))]);

    /// <summary>What reading a file ends in; null if it has rows, which then are read.</summary>
    private static OmeFsException? Faulty(byte[] file, long most)
    {
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        try
        {
            var group = RecordFile.Read(file, most);
            for (var row = 0; row < group.Rows; row++)
                _ = group[row];
            return null;
        }
        catch (OmeFsException fault) when (fault.Kind != FaultKind.Bug)
        {
            return fault;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        }
    }
}
