using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

public class SegmentTableTests
{
    private const int Tiles = 7;

    private static readonly byte[]?[] Segments = [.. Enumerable.Range(1, Tiles).Select(i => i == 4 ? null : new byte[i * 3])];

    public static IEnumerable<object[]> Types =>
        from offsets in (TiffFieldType[])[TiffFieldType.Short, TiffFieldType.Long, TiffFieldType.Long8, TiffFieldType.Ifd8]
        from counts in (TiffFieldType[])[TiffFieldType.Byte, TiffFieldType.Short, TiffFieldType.Long, TiffFieldType.Long8]
        from bigEndian in (bool[])[false, true]
        select new object[] { offsets, counts, bigEndian };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Ranges_are_read_in_every_type_and_byte_order(TiffFieldType offsets, TiffFieldType counts, bool bigEndian)
    {
        var ifd = Tiled(offsets, counts, Tiles);
        var source = new MemorySource(TiffWriter.Write(bigEndian, true, ifd));
        var file = await TiffFile.OpenAsync(source);
        source.Forget();
        var table = new SegmentTable(source, bigEndian);
        var all = new ByteRange[Tiles];
        await table.ReadAsync(file.Ifds[0], Compressed(file), 0, all, default);
        Assert.Equal(2, source.Reads.Count);
        Assert.Equal(Tiles * (offsets.Width() + counts.Width()), source.BytesRead);
        Assert.Equal(Segments.Select(segment => (long)(segment?.Length ?? 0)), all.Select(range => range.Length));
        Assert.Equal([false, false, false, true, false, false, false], all.Select(range => range.IsMissing));
        Assert.Equal(16, all[0].Offset);
        Assert.Equal(all[1].Offset + 6, all[2].Offset);
        var some = new ByteRange[2];
        await table.ReadAsync(file.Ifds[0], Compressed(file), 4, some, default);
        Assert.Equal(all[4..6], some);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tables_that_fit_into_their_entries_are_read_there(bool bigEndian)
    {
        var ifd = Tiled(TiffFieldType.Short, TiffFieldType.Short, 2);
        var source = new MemorySource(TiffWriter.Write(bigEndian, false, ifd));
        var file = await TiffFile.OpenAsync(source);
        Assert.InRange(file.Ifds[0].OffsetsAt, ifd.Offset, ifd.NextAt);
        var ranges = new ByteRange[2];
        await new SegmentTable(source, bigEndian).ReadAsync(file.Ifds[0], Compressed(file), 0, ranges, default);
        Assert.Equal([new ByteRange(8, 3), new ByteRange(11, 6)], ranges);
    }

    [Fact]
    public async Task Numbers_past_2_to_63_do_not_become_negative()
    {
        var ifd = Tiled(TiffFieldType.Long8, TiffFieldType.Long8, Tiles);
        var bytes = TiffWriter.Write(false, true, ifd);
        var file = await TestFiles.OpenAsync(bytes);
        TiffWriter.Put(bytes, file.Ifds[0].OffsetsAt, ulong.MaxValue, 8, false);
        TiffWriter.Put(bytes, file.Ifds[0].CountsAt, ulong.MaxValue, 8, false);
        var ranges = new ByteRange[1];
        await new SegmentTable(new MemorySource(bytes), false).ReadAsync(file.Ifds[0], Compressed(file), 0, ranges, default);
        Assert.Equal(new ByteRange(long.MaxValue, long.MaxValue), ranges[0]);
    }

    /// <summary>Byte counts of compressed segments are believed.</summary>
    private static IfdLayout Compressed(TiffFile file) => file.Ifds.LayoutOf(0) with { Compression = Compression.Jpeg };

    private static TestIfd Tiled(TiffFieldType offsets, TiffFieldType counts, int tiles)
    {
        var ifd = new TestImage { Width = 16 * tiles, Length = 16, Tiled = true }.ToIfd().WithSegments(true, Segments[..tiles]);
        (ifd.OffsetsType, ifd.CountsType) = (offsets, counts);
        return ifd;
    }
}
