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
        Assert.Equal((10, 1), (layout.SegmentLength, layout.SegmentsDown));
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
    public async Task A_table_of_offsets_past_the_end_is_refused()
    {
        var ifd = new TestImage { Tiled = true, Width = 33, Length = 17, Rows = 16 }.ToIfd();
        var bytes = TiffWriter.Write(ifd);
        var entry = ifd.NextAt - 24;
        TiffWriter.Put(bytes, entry + 8, (ulong)bytes.Length - 23, 4, false);
        Assert.Contains("tag 324 TileOffsets: a table inside the file", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
        TiffWriter.Put(bytes, entry + 4, 0xFFFF_FFFF, 4, false);
        Assert.Contains("found 4294967295 of type Long", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_with_too_few_offsets_costs_a_notice()
    {
        var ifd = new TestImage { Tiled = true, Width = 33, Length = 17, Rows = 16 }.ToIfd().WithSegments(true, [.. Enumerable.Repeat(new byte[256], 5)]);
        var file = await TestFiles.OpenAsync(ifd);
        Assert.Equal((5, 6), (file.Ifds.LayoutOf(0).OffsetCount, file.Ifds.LayoutOf(0).SegmentCount));
        Assert.Equal("IFD 0: tag 324 TileOffsets has 5 values, but the image has 6 tiles; the others cannot be read", Assert.Single(file.Notices));
    }

    [Theory]
    [InlineData(TiffTag.SampleFormat)]
    [InlineData(TiffTag.Photometric)]
    [InlineData(TiffTag.FillOrder)]
    [InlineData(TiffTag.NewSubfileType)]
    [InlineData(TiffTag.RowsPerStrip)]
    [InlineData(TiffTag.ImageDepth)]
    [InlineData(TiffTag.StripByteCounts)]
    public async Task A_tag_without_which_pixels_can_be_read_costs_a_notice(TiffTag tag)
    {
        var expected = (await TestFiles.OpenAsync(new TestImage().ToIfd())).Ifds.LayoutOf(0);
        foreach (var spoil in (Func<TestIfd, TestIfd>[])[ifd => ifd.Text(tag, "twelve"), ifd => ifd.Set(tag, TiffFieldType.Double, 7), ifd => ifd.Set(tag, (TiffFieldType)99, 7),
            ifd => ifd.Rational(tag, 1, 0), ifd => ifd.Short(tag)])
        {
            var ifd = new TestImage().ToIfd().Remove(tag);
            if (tag == TiffTag.StripByteCounts)
                ifd.CountsType = null;
            var file = await TestFiles.OpenAsync(spoil(ifd));
            var layout = file.Ifds.LayoutOf(0);
            Assert.Equal(expected with { Photometric = layout.Photometric, CountCount = layout.CountCount }, layout);
            if (tag != TiffTag.StripByteCounts || ifd.Entries[^1].Count > 0)
                Assert.StartsWith($"IFD 0: tag {(int)tag} {tag} cannot be read", Assert.Single(file.Notices), StringComparison.Ordinal);
        }
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
