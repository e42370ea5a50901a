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
    public async Task A_next_offset_past_the_end_is_refused(bool bigTiff, ulong next)
    {
        foreach (var last in (int[])[0, 1, 2])
        {
            TestIfd[] ifds = [.. Enumerable.Range(0, last + 1).Select(_ => new TestImage().ToIfd())];
            var bytes = TiffWriter.Write(false, bigTiff, ifds);
            TiffWriter.Put(bytes, ifds[last].NextAt, next, bigTiff ? 8 : 4, false);
            Assert.Contains($"IFD {last + 1} at offset {Math.Min(next, long.MaxValue)}: lies past the end", await TestFiles.RefusalAsync(bytes), StringComparison.Ordinal);
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
    public async Task A_truncated_last_IFD_is_refused(int missing)
    {
        TestIfd[] ifds = [new TestImage().ToIfd(), new TestImage().ToIfd()];
        var bytes = TiffWriter.Write(ifds);
        var message = await TestFiles.RefusalAsync(bytes[..^missing]);
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
    public async Task Too_many_SubIFDs_or_ones_past_the_end_are_refused()
    {
        var many = new TestImage().ToIfd().Long(TiffTag.SubIfds, [.. Enumerable.Repeat(8UL, TiffLimits.MaxSubIfds + 1)]);
        Assert.Contains("at most 256 values", await TestFiles.RefusalAsync(many), StringComparison.Ordinal);
        var beyond = new TestImage().ToIfd().Long(TiffTag.SubIfds, 1_000_000);
        Assert.Contains("SubIFD 0 of IFD 0 at offset 1000000", await TestFiles.RefusalAsync(beyond), StringComparison.Ordinal);
        var text = new TestImage().ToIfd().Text(TiffTag.SubIfds, "0123456789");
        Assert.Contains("unsigned numbers expected", await TestFiles.RefusalAsync(text), StringComparison.Ordinal);
    }
}
