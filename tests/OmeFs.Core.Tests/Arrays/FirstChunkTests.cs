using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Codecs;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Arrays;

/// <summary>The first chunk of a large slide costs its own bytes, not the slide's: counted in bytes of the source.</summary>
public class FirstChunkTests
{
    private const int Edge = 20_000, TileEdge = 256, Tiles = 79 * 79;

    private const int HeaderBytes = 16, EntryBytes = 4;

    [Fact]
    public async Task The_first_chunk_of_a_large_LZW_slide_reads_header_IFD_table_entries_and_its_segment()
    {
        var pixels = Gradient();
        var tile = LzwEncoder.Encode(pixels);
        var slide = Slide(tile);
        using var view = await TestView.OpenAsync(slide);
        Assert.Equal(ChunkOrigin.Assembled, view.Array.Provenance.Origins[0].Origin);
        var chunk = await view.FindAsync("0/0/0/0/0/0");
        var read = new byte[chunk.Size];
        Assert.Equal(read.Length, await view.Tree.Open(chunk.Id).ReadAsync(0, read));
        Assert.Equal(pixels, read);
        var (tables, segmentAt) = (view.File.Ifds[0], 8L);
        var ifdBytes = (int)(view.Source.Length - slide.Offset);
        Assert.Equal(
            [(0, HeaderBytes), (slide.Offset, ifdBytes), (tables.OffsetsAt, EntryBytes), (tables.CountsAt, EntryBytes), (segmentAt, tile.Length)],
            view.Source.Reads.Distinct());
        // Once for the file's size in the folder, once for its pixels.
        Assert.Equal(2, view.Source.Reads.Count(read => read == (tables.OffsetsAt, EntryBytes)));
        Assert.Single(view.Source.Reads, (segmentAt, tile.Length));
    }

    /// <summary>Codecs that need more of an IFD than its layout: colours here, JPEGTables elsewhere.</summary>
    [Fact]
    public async Task The_next_chunk_reads_no_IFD_again()
    {
        const int Tile = 16, TileBytes = Tile * Tile * 3 / 2;
        var slide = new TestIfd()
            .Long(TiffTag.ImageWidth, 2 * Tile).Long(TiffTag.ImageLength, Tile)
            .Short(TiffTag.BitsPerSample, 8, 8, 8).Short(TiffTag.Compression, 1).Short(TiffTag.Photometric, 6).Short(TiffTag.SamplesPerPixel, 3)
            .Short(TiffTag.YCbCrSubsampling, 2, 2).Short(TiffTag.TileWidth, Tile).Short(TiffTag.TileLength, Tile)
            .WithSegments(true, [new byte[TileBytes], new byte[TileBytes]]);
        using var view = await TestView.OpenAsync(slide);
        var read = new byte[Tile * Tile * 3];
        await view.Array.Chunks.ReadAsync(default, 0, read);
        view.Source.Forget();
        await view.Array.Chunks.ReadAsync(new ChunkIndex(0, 0, 0, 0, 1), 0, read);
        Assert.Equal([EntryBytes, EntryBytes, TileBytes], view.Source.Reads.Select(one => one.Length));
    }

    private static byte[] Gradient()
    {
        var pixels = new byte[TileEdge * TileEdge];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i % TileEdge / 3) + (i / TileEdge / 5) + (i * 7919L % 11 / 8));
        return pixels;
    }

    /// <summary>All tiles except the first are zeros.</summary>
    private static TestIfd Slide(byte[] first) => new TestIfd()
        .Long(TiffTag.ImageWidth, Edge).Long(TiffTag.ImageLength, Edge)
        .Short(TiffTag.BitsPerSample, 8).Short(TiffTag.Compression, (ulong)Compression.Lzw).Short(TiffTag.Photometric, 1)
        .Short(TiffTag.SamplesPerPixel, 1).Short(TiffTag.TileWidth, TileEdge).Short(TiffTag.TileLength, TileEdge)
        .WithSegments(true, [first, .. Enumerable.Repeat(LzwEncoder.Encode(new byte[TileEdge * TileEdge]), Tiles - 1)]);
}
