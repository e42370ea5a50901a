using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Tiff;

/// <summary>What it costs, counted in reads of the source: nothing here depends on time.</summary>
public class ReadCostTests
{
    private const int Across = 100;

    private static readonly TestImage TenThousandTiles = new() { Width = 16 * Across, Length = 16 * Across, Tiled = true };

    [Fact]
    public async Task Opening_one_IFD_takes_two_reads()
    {
        var source = new MemorySource(TiffWriter.Write(new TestImage().ToIfd()));
        await TiffFile.OpenAsync(source);
        Assert.Equal(2, source.Reads.Count);
    }

    [Fact]
    public async Task Laying_ten_thousand_tiles_out_reads_no_byte_of_their_tables()
    {
        var ifd = TenThousandTiles.ToIfd();
        using var view = await TestView.OpenAsync(ifd);
        var tables = view.File.Ifds[0];
        Assert.InRange(view.Source.Reads.Count, 1, 6);
        Assert.All(view.Source.Reads, read => Assert.False(Overlaps(read, tables.OffsetsAt) || Overlaps(read, tables.CountsAt), $"{read} is in a table"));
    }

    [Fact]
    public async Task Reading_a_chunk_takes_two_small_table_reads_and_its_own()
    {
        using var view = await TestView.OpenAsync(TenThousandTiles.ToIfd());
        view.Source.Forget();
        Assert.Equal(256, await view.Array.Chunks.ReadAsync(new ChunkIndex(0, 0, 0, 57, 31), 0, new byte[256]));
        Assert.Equal([4, 4, 256], view.Source.Reads.Select(read => read.Length));
    }

    [Fact]
    public async Task Listing_a_row_of_chunks_takes_two_reads()
    {
        using var view = await TestView.OpenAsync(TenThousandTiles.ToIfd());
        var folder = await view.FindAsync("0/0/0/0/57");
        view.Source.Forget();
        Assert.Equal(Across, await view.Tree.ListAsync(folder.Id, 0, new TreeEntry[Across + 50]));
        Assert.Equal([4 * Across, 4 * Across], view.Source.Reads.Select(read => read.Length));
    }

    [Fact]
    public async Task A_band_of_strips_that_lie_end_to_end_is_read_as_one_range()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 1000, Length = 500 }.ToIfd());
        view.Source.Forget();
        Assert.Equal(32, view.File.Ifds.LayoutOf(0).SegmentsDown);
        Assert.Equal(500_000, (await TestView.ReadAsync(view.Array, 0, 0, 0, 0)).Length);
        Assert.Equal([32 * 4, 32 * 4, 500_000], view.Source.Reads.Select(read => read.Length));
    }

    [Fact]
    public async Task A_decoded_segment_is_read_once_however_it_is_asked_for()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 64, Length = 64, Samples = 3, Tiled = true, TileWidth = 64, Rows = 64, Deflate = true }.ToIfd());
        Assert.Equal(ChunkOrigin.Assembled, view.Array.Provenance.Origins[0].Origin);
        view.Source.Forget();
        for (var offset = 0; offset < 64 * 64 * 3; offset += 1000)
            await view.Array.Chunks.ReadAsync(default, offset, new byte[1000]);
        Assert.Equal(3, view.Source.Reads.Count);
    }

    [Fact]
    public async Task A_thousand_IFDs_of_one_kind_are_walked_in_few_reads()
    {
        var source = new MemorySource(TiffWriter.Write(Enumerable.Range(0, 1000).Select(_ => new TestImage().ToIfd())));
        var file = await TiffFile.OpenAsync(source);
        Assert.Equal(1000, file.Ifds.Count);
        Assert.InRange(source.Reads.Count, 1, 12);
    }

    private static bool Overlaps((long Offset, int Length) read, long table) => read.Offset < table + (4L * Across * Across) && read.Offset + read.Length > table;
}
