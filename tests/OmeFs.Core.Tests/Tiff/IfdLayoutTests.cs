using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

public class IfdLayoutTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(0xFFFF_FFFFUL)]
    [InlineData(11UL)]
    public async Task RowsPerStrip_of_nought_or_more_than_all_rows_means_one_strip(ulong rows)
    {
        var ifd = new TestImage { Length = 10, Rows = 10 }.ToIfd().Remove(TiffTag.RowsPerStrip).Long(TiffTag.RowsPerStrip, rows);
        var layout = (await TestFiles.OpenAsync(ifd)).Ifds.LayoutOf(0);
        Assert.Equal((10, 1), (layout.SegmentLength, layout.Down));
    }

    [Fact]
    public async Task RowsPerStrip_may_be_left_out()
    {
        var layout = (await TestFiles.OpenAsync(new TestImage { Length = 10, Rows = 10 }.ToIfd().Remove(TiffTag.RowsPerStrip))).Ifds.LayoutOf(0);
        Assert.Equal(10, layout.SegmentLength);
    }

    [Fact]
    public async Task Of_a_tag_that_is_there_twice_the_first_counts()
    {
        var ifd = new TestImage { Width = 6 }.ToIfd().Long(TiffTag.ImageWidth, 3);
        Assert.Equal(6, (await TestFiles.OpenAsync(ifd)).Ifds.LayoutOf(0).Width);
    }

    [Theory]
    [InlineData(TiffFieldType.Byte)]
    [InlineData(TiffFieldType.Short)]
    [InlineData(TiffFieldType.Long)]
    [InlineData(TiffFieldType.Ifd)]
    [InlineData(TiffFieldType.Long8)]
    [InlineData(TiffFieldType.SShort)]
    [InlineData(TiffFieldType.SLong8)]
    public async Task Sizes_may_have_any_integer_type(TiffFieldType type)
    {
        foreach (var bigEndian in (bool[])[false, true])
        {
            var ifd = new TestImage { Width = 6 }.ToIfd(bigEndian).Remove(TiffTag.ImageWidth).Set(TiffTag.ImageWidth, type, 6);
            Assert.Equal(6, (await TestFiles.OpenAsync(TiffWriter.Write(bigEndian, false, ifd))).Ifds.LayoutOf(0).Width);
        }
    }

    [Theory]
    [InlineData(TiffFieldType.Ascii)]
    [InlineData(TiffFieldType.Float)]
    [InlineData(TiffFieldType.Rational)]
    [InlineData((TiffFieldType)0)]
    [InlineData((TiffFieldType)77)]
    public async Task Sizes_of_any_other_type_are_refused(TiffFieldType type)
    {
        var ifd = new TestImage().ToIfd().Remove(TiffTag.ImageWidth).Set(TiffTag.ImageWidth, type, 6, 1);
        Assert.Contains("tag 256 ImageWidth: an unsigned number expected", await TestFiles.RefusalAsync(ifd), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_unknown_tags_and_types_are_passed_over()
    {
        var ifd = new TestImage { Width = 6 }.ToIfd();
        ifd.Entries.Add(new TestEntry(65_000, (TiffFieldType)99, [1, 2, 3], null));
        ifd.Entries.Add(new TestEntry(1, TiffFieldType.Double, [1, 2, 3], null));
        Assert.Equal(6, (await TestFiles.OpenAsync(ifd)).Ifds.LayoutOf(0).Width);
    }

    [Theory]
    [InlineData(TiffTag.ImageWidth, 0UL)]
    [InlineData(TiffTag.ImageLength, 0UL)]
    [InlineData(TiffTag.ImageWidth, 0xFFFF_FFFFUL)]
    [InlineData(TiffTag.ImageLength, 0x7FFF_FFFFUL)]
    [InlineData(TiffTag.SamplesPerPixel, 0UL)]
    [InlineData(TiffTag.SamplesPerPixel, 70_000UL)]
    [InlineData(TiffTag.TileWidth, 0UL)]
    [InlineData(TiffTag.TileLength, 0UL)]
    public async Task Sizes_beyond_reason_are_refused_by_tag(TiffTag tag, ulong value)
    {
        var ifd = new TestImage { Tiled = true }.ToIfd().Remove(tag).Long(tag, value);
        Assert.Contains($"tag {(int)tag} {tag}: 1 to ", await TestFiles.RefusalAsync(ifd), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TiffTag.ImageWidth)]
    [InlineData(TiffTag.ImageLength)]
    [InlineData(TiffTag.TileLength)]
    public async Task Tags_that_must_be_there_are_missed_by_name(TiffTag tag)
    {
        var ifd = new TestImage { Tiled = true }.ToIfd().Remove(tag);
        Assert.Contains($"tag {(int)tag} {tag}: missing", await TestFiles.RefusalAsync(ifd), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_with_too_few_values_or_past_the_end_is_refused()
    {
        var few = new TestImage { Tiled = true, Width = 33, Length = 17, Rows = 16 };
        var short3 = few.ToIfd().WithSegments(true, [.. Enumerable.Repeat(new byte[256], 5)]);
        Assert.Contains("tag 324 TileOffsets: 6 values, one a tile, expected, found 5", await TestFiles.RefusalAsync(short3), StringComparison.Ordinal);
        var beyond = few.ToIfd();
        var bytes = TiffWriter.Write(beyond);
        var entry = beyond.NextAt - 12;
        TiffWriter.Put(bytes, entry + 8, (ulong)bytes.Length - 23, 4, false);
        Assert.Contains("tag 325 TileByteCounts: a table inside the file", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
        TiffWriter.Put(bytes, entry + 4, 0xFFFF_FFFF, 4, false);
        Assert.Contains("found 4294967295 of type Long", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Byte_counts_may_be_left_out_only_where_nothing_is_compressed()
    {
        var plain = new TestImage().ToIfd();
        plain.CountsType = null;
        Assert.Equal(-1, (await TestFiles.OpenAsync(plain)).Ifds[0].CountsAt);
        var deflate = new TestImage { Deflate = true }.ToIfd();
        deflate.CountsType = null;
        Assert.Contains("tag 279 StripByteCounts: missing", await TestFiles.RefusalAsync(deflate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_past_16_bits_are_not_cut_to_ones_that_are_known()
    {
        var ifd = new TestImage().ToIfd().Remove(TiffTag.Compression).Long(TiffTag.Compression, 0x1_0001);
        Assert.NotEqual(Compression.None, (await TestFiles.OpenAsync(ifd)).Ifds.LayoutOf(0).Compression);
    }

    [Fact]
    public async Task Samples_that_differ_in_size_or_format_are_marked()
    {
        var sizes = new TestImage { Samples = 3 }.ToIfd().Remove(TiffTag.BitsPerSample).Short(TiffTag.BitsPerSample, 5, 6, 5);
        Assert.Equal(0, (await TestFiles.OpenAsync(sizes)).Ifds.LayoutOf(0).BitsPerSample);
        var formats = new TestImage { Samples = 3 }.ToIfd().Remove(TiffTag.SampleFormat).Short(TiffTag.SampleFormat, 1, 1, 2);
        Assert.True((await TestFiles.OpenAsync(formats)).Ifds.LayoutOf(0).MixedFormats);
    }
}
