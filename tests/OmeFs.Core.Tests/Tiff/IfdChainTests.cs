using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Tiff;

public class IfdChainTests
{
    public static TheoryData<bool, bool> Formats => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_chain_is_walked_in_its_order(bool bigEndian, bool bigTiff)
    {
        TestIfd[] ifds = [.. Enumerable.Range(1, 9).Select(i => new TestImage { Width = i < 5 ? 7 : 8 }.ToIfd(bigEndian))];
        var file = await TestFiles.OpenAsync(TiffWriter.Write(bigEndian, bigTiff, ifds));
        Assert.Equal(ifds.Select(ifd => ifd.Offset), TestFiles.Offsets(file.Ifds));
        Assert.Equal(2, file.Ifds.Layouts.Count);
        Assert.Equal(new TiffHeader(bigEndian, bigTiff, ifds[0].Offset), file.Header);
        Assert.Empty(file.Notices);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(4, 2)]
    [InlineData(4, 4)]
    public async Task A_chain_that_leads_back_ends_there_with_a_notice(int from, int to)
    {
        TestIfd[] ifds = [.. Enumerable.Range(0, 5).Select(_ => new TestImage().ToIfd())];
        var bytes = TiffWriter.Write(ifds);
        TiffWriter.Put(bytes, ifds[from].NextAt, (ulong)ifds[to].Offset, 4, false);
        var file = await TestFiles.OpenAsync(bytes);
        Assert.Equal(from + 1, file.Ifds.Count);
        Assert.Contains($"from IFD {from} back to offset {ifds[to].Offset}", Assert.Single(file.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_may_lead_backward_and_still_ends()
    {
        TestIfd[] ifds = [.. Enumerable.Range(0, 6).Select(_ => new TestImage().ToIfd())];
        var bytes = TiffWriter.Write(ifds);
        int[] order = [3, 5, 4, 1, 2, 0];
        TiffWriter.Put(bytes, 4, (ulong)ifds[3].Offset, 4, false);
        for (var i = 0; i < order.Length; i++)
            TiffWriter.Put(bytes, ifds[order[i]].NextAt, i + 1 < order.Length ? (ulong)ifds[order[i + 1]].Offset : 0, 4, false);
        Assert.Equal(order.Select(i => ifds[i].Offset), TestFiles.Offsets((await TestFiles.OpenAsync(bytes)).Ifds));
        TiffWriter.Put(bytes, ifds[0].NextAt, (ulong)ifds[4].Offset, 4, false);
        var looped = await TestFiles.OpenAsync(bytes);
        Assert.Equal(6, looped.Ifds.Count);
        Assert.Single(looped.Notices);
    }

    [Theory]
    [InlineData(false, 0xFFFF_FFFFUL)]
    [InlineData(false, 100_000UL)]
    [InlineData(true, 0x7FFF_FFFF_FFFF_FFFFUL)]
    [InlineData(true, 0x7FFF_FFFF_FFFF_FFF0UL)]
    [InlineData(true, ulong.MaxValue)]
    public async Task A_next_offset_past_the_end_ends_the_chain_with_a_notice(bool bigTiff, ulong next)
    {
        foreach (var last in (int[])[0, 1, 2])
        {
            TestIfd[] ifds = [.. Enumerable.Range(0, last + 1).Select(_ => new TestImage().ToIfd())];
            var bytes = TiffWriter.Write(false, bigTiff, ifds);
            TiffWriter.Put(bytes, ifds[last].NextAt, next, bigTiff ? 8 : 4, false);
            var file = await TestFiles.OpenAsync(bytes);
            Assert.Equal((last + 1, true), (file.Ifds.Count, file.IsCutShort));
            var notice = Assert.Single(file.Notices);
            Assert.StartsWith($"the IFD chain was taken to end after IFD {last}: IFD {last + 1} at offset {Math.Min(next, long.MaxValue)}: it is past the end", notice, StringComparison.Ordinal);
            Assert.Contains("the file is cut short (an unfinished copy or download?)", notice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_last_IFD_without_its_next_offset_is_taken_as_the_last()
    {
        TestIfd[] ifds = [new TestImage().ToIfd(), new TestImage().ToIfd()];
        var file = await TestFiles.OpenAsync(TiffWriter.Write(ifds)[..^4]);
        Assert.Equal(2, file.Ifds.Count);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public async Task A_truncated_last_IFD_ends_the_chain_with_a_notice(int missing)
    {
        TestIfd[] ifds = [new TestImage().ToIfd(), new TestImage().ToIfd()];
        var bytes = TiffWriter.Write(ifds);
        var file = await TestFiles.OpenAsync(bytes[..^missing]);
        Assert.Equal(1, file.Ifds.Count);
        var message = Assert.Single(file.Notices);
        Assert.Contains($"IFD 1 at offset {ifds[1].Offset}", message, StringComparison.Ordinal);
        Assert.Contains($"the file ends at {bytes.Length - missing}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(65_536UL)]
    [InlineData(ulong.MaxValue)]
    public async Task A_number_of_entries_beyond_reason_is_refused(ulong entries)
    {
        var ifd = new TestImage().ToIfd();
        var bytes = TiffWriter.Write(false, true, ifd);
        TiffWriter.Put(bytes, ifd.Offset, entries, 8, false);
        Assert.Contains($"1 to 65535 entries expected, found {entries}", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubIFDs_are_found_by_tag_330_alone()
    {
        TestIfd[] subs = [new TestImage { Width = 3 }.ToIfd(), new TestImage { Width = 2 }.ToIfd()];
        TestIfd[] ifds = [new TestImage().ToIfd().WithSubs(subs), new TestImage().ToIfd()];
        var bytes = TiffWriter.Write(ifds);
        TiffWriter.Put(bytes, subs[0].NextAt, (ulong)ifds[1].Offset, 4, false);
        var file = await TestFiles.OpenAsync(bytes);
        Assert.Equal(ifds.Select(ifd => ifd.Offset), TestFiles.Offsets(file.Ifds));
        Assert.Equal(subs.Select(ifd => ifd.Offset), TestFiles.Offsets(file.SubIfds));
        Assert.Equal((0, 2), (file.Ifds[0].FirstSub, file.Ifds[0].SubCount));
        Assert.Equal(0, file.Ifds[1].SubCount);
    }

    [Fact]
    public async Task Offsets_of_SubIFDs_end_at_the_first_nought()
    {
        var sub = new TestImage { Width = 3 }.ToIfd();
        var first = TiffWriter.Write(sub);
        var ifd = new TestImage().ToIfd().Long(TiffTag.SubIfds, (ulong)sub.Offset, 0, 0, 0);
        var bytes = TiffWriter.Write(new TestImage { Width = 3 }.ToIfd(), ifd);
        var file = await TestFiles.OpenAsync(bytes);
        Assert.True(first.Length < bytes.Length);
        Assert.Equal([sub.Offset], TestFiles.Offsets(file.SubIfds));
        Assert.Equal(1, file.Ifds[1].SubCount);
    }

    [Fact]
    public async Task A_first_IFD_that_is_not_there_is_refused_as_a_file_that_is_cut_short()
    {
        var bytes = TiffWriter.Write(new TestImage().ToIfd());
        TiffWriter.Put(bytes, 4, 1_000_000, 4, false);
        Assert.Contains("IFD 0 at offset 1000000: it is past the end", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
        Assert.Contains("cut short (an unfinished copy or download?)", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_IFD_that_cannot_be_read_keeps_its_place_and_costs_a_notice(int broken)
    {
        TestIfd[] ifds = [.. Enumerable.Range(0, 3).Select(i => i == broken ? new TestImage().ToIfd().Remove(TiffTag.ImageWidth) : new TestImage().ToIfd())];
        var file = await TestFiles.OpenAsync(ifds);
        Assert.Equal(3, file.Ifds.Count);
        Assert.Equal([.. Enumerable.Range(0, 3).Select(i => i != broken)], Enumerable.Range(0, 3).Select(i => file.Ifds.LayoutOf(i).HasSegments));
        Assert.Equal(new IfdLabel(broken), Assert.Single(file.Unreadable).Key);
        Assert.StartsWith($"IFD {broken} cannot be read and is not shown: ", Assert.Single(file.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_which_no_IFD_can_be_read_is_refused_with_the_first_fault() =>
        Assert.Contains("IFD 0 at offset", await TestFiles.RefusalAsync(new TestImage().ToIfd().Remove(TiffTag.ImageWidth), new TestImage().ToIfd().Remove(TiffTag.ImageLength)),
            StringComparison.Ordinal);

    [Fact]
    public async Task Garbage_in_the_chain_ends_it_before_it_takes_long()
    {
        var file = await TestFiles.OpenAsync([new TestImage().ToIfd(), .. Enumerable.Range(0, 3000).Select(_ => new TestIfd().Long(TiffTag.ImageLength, 1))]);
        Assert.InRange(file.Ifds.Count, 2, 1026);
        Assert.Contains(file.Notices, notice => notice.Contains("IFDs cannot be read; the IFD chain was taken to end", StringComparison.Ordinal));
    }

    public static TheoryData<string> BrokenSubs => ["none", "past the end", "text", "huge", "rational", "too many", "no image", "in the header"];

    [Theory]
    [MemberData(nameof(BrokenSubs))]
    public async Task SubIFDs_that_cannot_be_read_cost_a_notice_at_most(string kind)
    {
        var ifd = new TestImage().ToIfd();
        _ = kind switch
        {
            "none" => ifd.Long(TiffTag.SubIfds),
            "past the end" => ifd.Long(TiffTag.SubIfds, 1_000_000),
            "text" => ifd.Text(TiffTag.SubIfds, "0123456789"),
            "huge" => ifd.Long(TiffTag.SubIfds, uint.MaxValue, uint.MaxValue),
            "rational" => ifd.Rational(TiffTag.SubIfds, 8, 1),
            "too many" => ifd.Long(TiffTag.SubIfds, [.. Enumerable.Repeat(8UL, TiffLimits.MaxSubIfds + 1)]),
            "no image" => ifd.WithSubs(new TestIfd().Long(TiffTag.ImageWidth, 3)),
            _ => ifd.Long(TiffTag.SubIfds, 4),
        };
        var file = await TestFiles.OpenAsync(ifd, new TestImage().ToIfd());
        Assert.Equal(2, file.Ifds.Count);
        Assert.All(Enumerable.Range(0, file.SubIfds.Count), sub => Assert.False(file.SubIfds.LayoutOf(sub).HasSegments));
        Assert.Equal(kind is not ("none" or "in the header"), file.Notices.Count > 0);
    }
}
