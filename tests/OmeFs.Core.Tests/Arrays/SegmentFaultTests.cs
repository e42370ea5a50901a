using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Arrays;

/// <summary>A segment that does not hold what its IFD promises is a fault of its own chunk, and of no other.</summary>
public class SegmentFaultTests
{
    public static TheoryData<string> Kinds => ["tiles", "strips", "cut strips", "deflate tiles", "deflate strips", "interleaved", "interleaved deflate", "short last strip"];

    private static TestImage ImageOf(string kind) => kind switch
    {
        "tiles" => new TestImage { Width = 32, Length = 32, Tiled = true },
        "strips" => new TestImage { Width = 1024, Length = 2048, Rows = 1024 },
        "cut strips" => new TestImage { Width = 8192, Length = 4099, Rows = 4097 },
        "deflate tiles" => new TestImage { Width = 32, Length = 32, Tiled = true, Deflate = true },
        "deflate strips" => new TestImage { Width = 1024, Length = 128, Rows = 64, Deflate = true },
        "interleaved" => new TestImage { Width = 32, Length = 32, Samples = 3, Tiled = true },
        "interleaved deflate" => new TestImage { Width = 32, Length = 32, Samples = 3, Tiled = true, Deflate = true },
        "short last strip" => new TestImage { Width = 1024, Length = 100, Rows = 64, Deflate = true },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_segment_past_the_end_of_the_file_is_corrupt(string kind) =>
        await CheckAsync(ImageOf(kind), (bytes, ifd, last) => TiffWriter.Put(bytes, Table(bytes, ifd, TiffTag.StripOffsets, last), (ulong)bytes.Length - 3, 4, false));

    [Theory]
    [InlineData("interleaved deflate")]
    [InlineData("short last strip")]
    public async Task A_stream_that_is_too_short_or_garbage_is_corrupt(string kind)
    {
        await CheckAsync(ImageOf(kind), (bytes, ifd, last) => TiffWriter.Put(bytes, Table(bytes, ifd, TiffTag.StripByteCounts, last), 9, 4, false));
        await CheckAsync(ImageOf(kind), (bytes, ifd, last) => bytes.AsSpan((int)BitConverter.ToUInt32(bytes, (int)Table(bytes, ifd, TiffTag.StripOffsets, last)), 9).Fill(0xEE));
    }

    private static async Task CheckAsync(TestImage image, Action<byte[], TestIfd, int> spoil)
    {
        var ifd = image.ToIfd();
        var bytes = TiffWriter.Write(ifd);
        spoil(bytes, ifd, image.SegmentCount - 1);
        using var view = await TestView.OpenAsync(bytes);
        var grid = view.Array.Grid;
        var last = new ChunkIndex(0, grid.C - 1, 0, grid.Y - 1, grid.X - 1);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.ReadAsync(view.Array, last, 1 << 21));
        Assert.Equal(FaultKind.Corrupt, fault.Kind);
        Assert.Contains("memory.tif", fault.Message, StringComparison.Ordinal);
        var first = await TestView.SizesAsync(view.Array, default);
        Assert.Equal(first[0], (await TestView.ReadAsync(view.Array, default, first[0])).Length);
    }

    /// <summary>Where the entry of a segment lies in the table of its offsets or byte counts.</summary>
    private static long Table(byte[] bytes, TestIfd ifd, TiffTag strips, int segment)
    {
        var entry = ifd.NextAt - (strips == TiffTag.StripOffsets ? 24 : 12);
        return BitConverter.ToUInt32(bytes, (int)entry + 8) + (segment * 4L);
    }
}
