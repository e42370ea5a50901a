using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Codecs.Native;
using OmeFs.Core.Tests.Matrix;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Arrays;

/// <summary>Byte counts and numbers of rows that cannot be right: the geometry knows where uncompressed pixels are, and a codec where its data end.</summary>
public class ByteCountTests
{
    private static readonly TestImage Strips = new() { Width = 8, Length = 8, Rows = 2 };

    /// <summary>What is written, by its name; each of them holds all its pixels.</summary>
    private static readonly Dictionary<string, (TestImage Image, Action<TestIfd> Spoil)> Wrong = new()
    {
        ["one strip, 0"] = (Strips with { Rows = 8 }, ifd => ifd.ChangeCounts = _ => [0]),
        ["one strip, too small"] = (Strips with { Rows = 8 }, ifd => ifd.ChangeCounts = _ => [17]),
        ["one strip, more than the file"] = (Strips with { Rows = 8 }, ifd => ifd.ChangeCounts = _ => [uint.MaxValue]),
        ["one strip, no tag"] = (Strips with { Rows = 8 }, ifd => ifd.CountsType = null),
        ["one strip, no value"] = (Strips with { Rows = 8 }, ifd => ifd.ChangeCounts = _ => []),
        ["one strip of 16 bits, 0"] = (Strips with { Rows = 8, Bits = 16 }, ifd => ifd.ChangeCounts = _ => [0]),
        ["one strip of 12 bits, 0"] = (Strips with { Rows = 8, Bits = 12 }, ifd => ifd.ChangeCounts = _ => [0]),
        ["one strip of 1 bit, too small"] = (Strips with { Rows = 8, Bits = 1 }, ifd => ifd.ChangeCounts = _ => [1]),
        ["one strip of RGB, 0"] = (Strips with { Rows = 8, Samples = 3 }, ifd => ifd.ChangeCounts = _ => [0]),
        ["planar strips, 0"] = (Strips with { Rows = 8, Samples = 3, Planar = true }, ifd => ifd.ChangeCounts = _ => [0, 0, 0]),
        ["planar strips, the sum in the first"] = (Strips with { Rows = 8, Samples = 3, Planar = true }, ifd => ifd.ChangeCounts = _ => [192, 0, 0]),
        ["strip 0 unlike strip 1"] = (Strips, ifd => ifd.ChangeCounts = _ => [9, 16, 16, 16]),
        ["the offsets as byte counts"] = (Strips, ifd => ifd.ChangeCounts = _ => [8, 24, 40, 56]),
        ["all 0"] = (Strips, ifd => ifd.ChangeCounts = _ => [0, 0, 0, 0]),
        ["only the first"] = (Strips, ifd => ifd.ChangeCounts = _ => [16]),
        ["only the first two"] = (Strips, ifd => ifd.ChangeCounts = _ => [16, 16]),
        ["no tag"] = (Strips, ifd => ifd.CountsType = null),
        ["a last one that is too small"] = (Strips, ifd => ifd.ChangeCounts = _ => [16, 16, 16, 5]),
        ["all more than the file"] = (Strips, ifd => ifd.ChangeCounts = _ => [.. Enumerable.Repeat<ulong>(0x7FFF_FFFF, 4)]),
        ["too many of both"] = (Strips, ifd => (ifd.ChangeOffsets, ifd.ChangeCounts) = (offsets => [.. offsets, 8, 8], counts => [.. counts, 99, 99])),
        ["a short last strip, 0"] = (Strips with { Rows = 3 }, ifd => ifd.ChangeCounts = _ => [0, 0, 0]),
        ["rows missing"] = (Strips, ifd => ifd.Remove(TiffTag.RowsPerStrip)),
        ["rows missing, byte counts 0"] = (Strips, ifd => ifd.Remove(TiffTag.RowsPerStrip).ChangeCounts = _ => [0, 0, 0, 0]),
        ["rows 0"] = (Strips, ifd => ifd.Remove(TiffTag.RowsPerStrip).Long(TiffTag.RowsPerStrip, 0)),
        ["rows huge"] = (Strips, ifd => ifd.Remove(TiffTag.RowsPerStrip).Long(TiffTag.RowsPerStrip, uint.MaxValue)),
        ["rows huge, no byte counts"] = (Strips, ifd => ifd.Remove(TiffTag.RowsPerStrip).Long(TiffTag.RowsPerStrip, uint.MaxValue).CountsType = null),
        ["rows 1, one strip"] = (Strips with { Rows = 8 }, ifd => ifd.Remove(TiffTag.RowsPerStrip).Long(TiffTag.RowsPerStrip, 1)),
        ["rows missing, planar"] = (Strips with { Samples = 3, Planar = true }, ifd => ifd.Remove(TiffTag.RowsPerStrip)),
        ["rows of no number"] = (Strips, ifd => ifd.Remove(TiffTag.RowsPerStrip).Text(TiffTag.RowsPerStrip, "two")),
        ["tiles, too small"] = (Strips with { Tiled = true, Width = 40, Length = 20, Rows = 16 }, ifd => ifd.ChangeCounts = counts => [.. counts.Select(_ => 7UL)]),
        ["tiles, no tag"] = (Strips with { Tiled = true, Width = 40, Length = 20, Rows = 16 }, ifd => ifd.CountsType = null),
        ["tiles, more than the file"] = (Strips with { Tiled = true, Width = 40, Length = 20, Rows = 16, Samples = 3 }, ifd => ifd.ChangeCounts = counts => [.. counts.Select(_ => 0x7FFF_FFFFUL)]),
        ["a deflate strip, 0"] = (Strips with { Rows = 8, Deflate = true }, ifd => ifd.ChangeCounts = _ => [0]),
        ["a deflate strip, no tag"] = (Strips with { Rows = 8, Deflate = true }, ifd => ifd.CountsType = null),
        ["a deflate strip, more than the file"] = (Strips with { Rows = 8, Deflate = true }, ifd => ifd.ChangeCounts = _ => [uint.MaxValue]),
        ["deflate strips of RGB, 0"] = (Strips with { Rows = 8, Samples = 3, Deflate = true }, ifd => ifd.ChangeCounts = _ => [0]),
        ["planar deflate strips, 0"] = (Strips with { Rows = 8, Samples = 3, Planar = true, Deflate = true }, ifd => ifd.ChangeCounts = _ => [0, 0, 0]),
        ["deflate strips, all 0"] = (Strips with { Deflate = true }, ifd => ifd.ChangeCounts = _ => [0, 0, 0, 0]),
        ["large deflate strips, the last one past the end"] = (
            new TestImage { Width = 1024, Length = 150, Rows = 64, Deflate = true }, ifd => ifd.ChangeCounts = counts => [counts[0], 0, uint.MaxValue]),
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pixels_are_read_all_the_same(string name)
    {
        var (image, spoil) = Wrong[name];
        foreach (var (bigEndian, bigTiff) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var ifd = image.ToIfd(bigEndian, Pixel);
            spoil(ifd);
            Assert.Equal(Expected(image), await PixelsAsync(TiffWriter.Write(bigEndian, bigTiff, ifd)));
        }
    }

    /// <summary>Those that libtiff reads are the same to the bit; of the others it says that it cannot.</summary>
    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task What_libtiff_reads_is_the_same(string name)
    {
        using var folder = new TemporaryFolder();
        var (image, spoil) = Wrong[name];
        var ifd = image.ToIfd(false, Pixel);
        spoil(ifd);
        await File.WriteAllBytesAsync(folder["in.tif"], TiffWriter.Write(ifd));
        var ran = Tool.Try("tiffcp", "-c", "none", "-s", "-r", "1000", folder["in.tif"], folder["out.tif"]);
        Skip.If(ran is null, "tiffcp (libtiff-tools) is not installed");
        if (ran.Value.Succeeded && !ran.Value.Said.Contains("rror", StringComparison.Ordinal))
            Assert.Equal(await PixelsAsync(await File.ReadAllBytesAsync(folder["out.tif"])), await PixelsAsync(await File.ReadAllBytesAsync(folder["in.tif"])));
    }

    /// <summary>How many of the cases are held against libtiff: the theory above must not go blind.</summary>
    [SkippableFact]
    public async Task Libtiff_reads_many_of_them()
    {
        using var folder = new TemporaryFolder();
        var read = 0;
        foreach (var (image, spoil) in Wrong.Values)
        {
            var ifd = image.ToIfd(false, Pixel);
            spoil(ifd);
            await File.WriteAllBytesAsync(folder["in.tif"], TiffWriter.Write(ifd));
            var ran = Tool.Try("tiffcp", "-c", "none", folder["in.tif"], folder["out.tif"]);
            Skip.If(ran is null, "tiffcp (libtiff-tools) is not installed");
            read += ran.Value.Succeeded && !ran.Value.Said.Contains("rror", StringComparison.Ordinal) ? 1 : 0;
        }
        Assert.InRange(read, 12, Wrong.Count);
    }

    public static TheoryData<string> Faults => ["overlaps its neighbour", "overlaps the IFD", "no offset in the table", "past the end"];

    /// <summary>What is not the segment's own is not read in its place.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_strip_that_is_really_cut_short_is_an_error_for_its_own_chunk(string kind)
    {
        var image = new TestImage { Width = 1024, Length = 2048, Rows = 1024 };
        var ifd = image.ToIfd(false, (_, y, x) => (ulong)(y + x));
        var (offsets, counts) = ((Func<ulong[], ulong[]>)(all => all), (Func<ulong[], ulong[]>)(all => all));
        switch (kind)
        {
            case "overlaps its neighbour":
                offsets = all => [all[0], all[0] + 1000];
                counts = all => [1000, all[1]];
                break;
            case "overlaps the IFD":
                offsets = all => [all[1] + 1000, all[1]];
                counts = all => [9, all[1]];
                break;
            case "no offset in the table":
                offsets = all => [all[1]];
                counts = all => [all[1] - 1];
                break;
            default:
                offsets = all => [uint.MaxValue - 8, all[1]];
                break;
        }
        (ifd.ChangeOffsets, ifd.ChangeCounts) = (offsets, counts);
        using var view = await TestView.OpenAsync(ifd);
        var bad = kind == "no offset in the table" ? 1 : 0;
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(view.Array, 0, 0, bad, 0));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Equal(1 << 20, (await TestView.ReadAsync(view.Array, 0, 0, 1 - bad, 0)).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tile_of_no_bytes_is_missing_and_so_is_a_strip_at_offset_0(bool tiled)
    {
        var ifd = new TestImage { Width = 16, Length = 32, Rows = 16, Tiled = tiled }.ToIfd(false, (_, y, x) => 9);
        if (tiled)
            ifd.ChangeCounts = counts => [0, counts[1]];
        else
            ifd.ChangeOffsets = offsets => [0, offsets[1]];
        using var view = await TestView.OpenAsync(ifd);
        Assert.Equal(tiled ? IChunkStore.Missing : 512, (await TestView.SizesAsync(view.Array, default))[0]);
        var pixels = await (await ZarrLevel.OpenAsync(view, "0")).ReadAsync();
        Assert.Equal([.. Enumerable.Repeat<byte>(0, 256), .. Enumerable.Repeat<byte>(9, 256)], pixels);
    }

    private static ulong Pixel(int sample, int y, int x) => (ulong)((sample * 57) + (y * 13) + x + 1);

    private static async Task<byte[]> PixelsAsync(byte[] tiff)
    {
        using var view = await TestView.OpenAsync(tiff);
        return await (await ZarrLevel.OpenAsync(view, "0")).ReadAsync();
    }

    /// <summary>Along c, y, x, little-endian.</summary>
    private static byte[] Expected(TestImage image) =>
    [
        .. from c in Enumerable.Range(0, image.Samples)
           from y in Enumerable.Range(0, image.Length)
           from x in Enumerable.Range(0, image.Width)
           from part in BitConverter.GetBytes(Pixel(c, y, x) & image.Mask).Take(image.Bits > 8 ? 2 : 1)
           select part,
    ];
}
