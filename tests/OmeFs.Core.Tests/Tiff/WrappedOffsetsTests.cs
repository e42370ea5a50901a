using OmeFs.Core.Series;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>Classic TIFFs beyond 4 GiB: where offsets wrapped, they are put right if that is certain, and refused by name if not.</summary>
public class WrappedOffsetsTests
{
    private const long Gib = 1L << 30;

    /// <summary>IFDs of one strip each.</summary>
    [Theory]
    [InlineData(5, 30_000)]
    [InlineData(3, 50_000)]
    [InlineData(12, 30_000)]
    [InlineData(2, 65_000)]
    public async Task Planes_that_need_more_than_4_GiB_are_found_where_they_are(int planes, int side)
    {
        var bytes = (long)side * side;
        var source = Stack([.. Enumerable.Range(0, planes).Select(plane => (1L << 20) + (plane * bytes))], side, (1L << 20) + (planes * bytes), out _);
        var file = await TiffFile.OpenAsync(source);
        for (var plane = 0; plane < planes; plane++)
            Assert.Equal(plane + 1, await FirstByteAsync(file, source, plane, 0));
        Assert.Empty(file.Notices);
    }

    /// <summary>The wrap is between the strips of one IFD.</summary>
    [Fact]
    public async Task Offsets_that_wrap_inside_an_IFD_are_unwrapped()
    {
        const int side = 50_000, rows = 10_000;
        var ifds = new List<TestIfd>();
        long at = 1 << 20;
        var puts = new List<(long At, byte Value)>();
        for (var plane = 0; plane < 3; plane++)
        {
            var start = at;
            ifds.Add(Big(side, rows, _ => [.. Enumerable.Range(0, side / rows).Select(strip => (ulong)(uint)(start + ((long)strip * rows * side)))]));
            for (var strip = 0; strip < side / rows; strip++)
                puts.Add((start + ((long)strip * rows * side), (byte)((plane * 16) + strip + 1)));
            at += (long)side * side;
        }
        var source = new SparseSource(TiffWriter.Write(ifds), at, "memory.tif");
        puts.ForEach(put => source.Put(put.At, put.Value));
        var file = await TiffFile.OpenAsync(source);
        for (var plane = 0; plane < 3; plane++)
            for (var strip = 0; strip < side / rows; strip++)
                Assert.Equal((plane * 16) + strip + 1, await FirstByteAsync(file, source, plane, strip));
    }

    /// <summary>Nothing runs back: the bytes behind are nobody's, or a stack's.</summary>
    [Fact]
    public async Task A_file_whose_offsets_do_not_run_back_is_as_it_says()
    {
        var source = Stack([1 << 20, 2 * Gib, 3 * Gib], 20_000, 6 * Gib, out _);
        var file = await TiffFile.OpenAsync(source);
        for (var plane = 0; plane < 3; plane++)
            Assert.Equal((default(OffsetWraps), (byte)(plane + 1)), (file.Ifds[plane].Wraps, await FirstByteAsync(file, source, plane, 0)));
    }

    public static TheoryData<long[], int, long> Unclear => new()
    {
        { [3 * Gib, 1 * Gib], 20_000, 5 * Gib }, // 800 MB in all: may be stored in this order, or have wrapped
        { [1 << 20, 2 * Gib, 1 * Gib, 3 * Gib], 30_000, 9 * Gib }, // overlaps itself, but 3.6 GB would fit
        { [1 << 20, 1 << 21], 30_000, 5 * Gib },
        { [1 * Gib, 1 * Gib, 1 * Gib, 0, 1 * Gib], 65_000, 5 * Gib }, // past the end once unwrapped
    };

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task What_is_not_certain_is_refused_by_name(long[] offsets, int side, long length)
    {
        var source = Stack(offsets, side, length, out _);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TiffFile.OpenAsync(source));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains($"a classic TIFF of {length} bytes: its offsets have 32 bits", fault.Message, StringComparison.Ordinal);
        Assert.Contains("BigTIFF", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_up_to_4_GiB_and_BigTIFFs_are_not_looked_at()
    {
        var source = Stack([3 * Gib, 1 * Gib], 20_000, 4 * Gib, out _);
        Assert.Equal(default, (await TiffFile.OpenAsync(source)).Ifds[0].Wraps);
        var ifds = new List<TestIfd> { Big(20_000, 20_000, _ => [5 * (ulong)Gib]), Big(20_000, 20_000, _ => [1 * (ulong)Gib]) };
        ifds.ForEach(ifd => ifd.OffsetsType = TiffFieldType.Long8);
        var big = new SparseSource(TiffWriter.Write(false, true, ifds), 9 * Gib, "memory.tif");
        Assert.Equal(2, (await TiffFile.OpenAsync(big)).Ifds.Count);
    }

    [Theory]
    [InlineData("slide.ndpi", true, 0)]
    [InlineData("slide.tif", true, 0)]
    [InlineData("slide.tif", true, 5)]
    [InlineData("slide.NDPI", false, 5)]
    public async Task A_Hamamatsu_slide_is_refused_by_that_name(string name, bool tagged, long beyond)
    {
        var ifd = new TestImage().ToIfd();
        if (tagged)
            ifd.Long(TiffTag.NdpiFormat, 1);
        var bytes = TiffWriter.Write(ifd);
        var source = new SparseSource(bytes, (beyond * Gib) + bytes.Length + 64, name);
        if (beyond > 0)
        {
            // The whole IFD where the 64 bits of the header say, which the lower 32 do not.
            var at = (beyond * Gib) + 16;
            for (var i = 0; i < bytes.Length - ifd.Offset; i++)
                source.Put(at + i, bytes[ifd.Offset + i]);
            TiffWriter.Put(bytes, 4, (ulong)at, 8, false);
        }
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TiffFile.OpenAsync(source));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains("a Hamamatsu NDPI slide", fault.Message, StringComparison.Ordinal);
        Assert.Contains("bioformats2raw", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Bytes behind the only plane, as many as planes would have, are told.</summary>
    [Theory]
    [InlineData(20, 1)]
    [InlineData(60, 3)]
    [InlineData(19, 0)]
    [InlineData(30, 0)]
    [InlineData(0, 0)]
    public async Task Bytes_behind_the_only_plane_are_told(int bytes, int planes)
    {
        var ifd = new TestImage { Rows = 2 }.ToIfd();
        var tiff = TiffWriter.Write(ifd);
        var start = tiff.Length;
        ifd.ChangeOffsets = _ => [(ulong)start, (ulong)start + 10];
        byte[] behind = [.. TiffWriter.Write(ifd), .. new byte[20 + bytes]];
        Assert.Equal(start + 20 + bytes, behind.Length);
        var notices = (await SeriesReader.ReadAsync(await TestFiles.OpenAsync(behind))).Notices;
        if (planes == 0)
            Assert.Empty(notices);
        else
            Assert.Contains($"would fit {planes} more plane(s)", Assert.Single(notices), StringComparison.Ordinal);
    }

    private static async Task<byte> FirstByteAsync(TiffFile file, SparseSource source, int ifd, long segment)
    {
        var range = new ByteRange[1];
        await file.Segments.ReadAsync(file.Ifds[ifd], file.Ifds.LayoutOf(ifd), segment, range, default);
        var first = new byte[1];
        await source.ReadAtAsync(range[0].Offset, first);
        return first[0];
    }

    /// <summary>Planes of 8 bits in one strip each; the first byte of each is its number, from 1.</summary>
    private static SparseSource Stack(long[] offsets, int side, long length, out List<TestIfd> ifds)
    {
        ifds = [.. offsets.Select(offset => Big(side, side, _ => [(ulong)(uint)offset]))];
        var source = new SparseSource(TiffWriter.Write(ifds), length, "memory.tif");
        for (var plane = 0; plane < offsets.Length; plane++)
            source.Put(offsets[plane], (byte)(plane + 1));
        return source;
    }

    private static TestIfd Big(int side, int rows, Func<ulong[], ulong[]> offsets)
    {
        var ifd = new TestImage { Width = 1, Length = 1 }.ToIfd().Remove(TiffTag.ImageWidth).Remove(TiffTag.ImageLength).Remove(TiffTag.RowsPerStrip);
        ifd.Long(TiffTag.ImageWidth, (ulong)side).Long(TiffTag.ImageLength, (ulong)side).Long(TiffTag.RowsPerStrip, (ulong)rows);
        ifd.ChangeOffsets = offsets;
        ifd.ChangeCounts = _ => [.. Enumerable.Repeat((ulong)side * (ulong)rows, side / rows)];
        return ifd;
    }
}
