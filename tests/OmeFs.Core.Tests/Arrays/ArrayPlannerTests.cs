using OmeFs.Core.Arrays;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Arrays;

/// <summary>Which chunks a level is shown in, where they come from, and why.</summary>
public class ArrayPlannerTests
{
    [Fact]
    public Task Uncompressed_tiles_are_stored() =>
        CheckAsync(new TestImage { Width = 40, Length = 20, Tiled = true }, new(1, 1, 1, 16, 16), null, (ChunkOrigin.Stored, 6, "uncompressed tiles, as they are"));

    [Fact]
    public Task Deflate_tiles_are_stored_as_zlib() =>
        CheckAsync(new TestImage { Width = 40, Length = 20, Tiled = true, Deflate = true }, new(1, 1, 1, 16, 16), "zlib", (ChunkOrigin.Stored, 6, "deflate tiles"));

    [Fact]
    public Task Planar_tiles_are_stored_a_channel_each() =>
        CheckAsync(new TestImage { Width = 16, Length = 16, Samples = 3, Planar = true, Tiled = true }, new(1, 1, 1, 16, 16), null, (ChunkOrigin.Stored, 3, "as they are"));

    [Fact]
    public Task Interleaved_samples_are_assembled() =>
        CheckAsync(new TestImage { Width = 40, Length = 20, Samples = 3, Tiled = true }, new(1, 3, 1, 16, 16), null, (ChunkOrigin.Assembled, 6, "interleaved samples"));

    [Fact]
    public Task Samples_of_12_bits_are_assembled() =>
        CheckAsync(new TestImage { Bits = 12, Tiled = true }, new(1, 1, 1, 16, 16), null, (ChunkOrigin.Assembled, 1, "samples of 12 bits are unpacked"));

    [Fact]
    public Task Short_strips_are_gathered_into_bands_of_a_mebibyte() =>
        CheckAsync(new TestImage { Width = 1024, Length = 3000, Rows = 10 }, new(1, 1, 1, 1020, 1024), null, (ChunkOrigin.Stored, 3, "strips of 10 rows, 1020 rows a chunk"));

    [Fact]
    public Task A_strip_up_to_32_MiB_stays_whole() =>
        CheckAsync(new TestImage { Width = 8192, Length = 4096, Rows = 4096 }, new(1, 1, 1, 4096, 8192), null, (ChunkOrigin.Stored, 1, "uncompressed strips, as they are"));

    [Fact]
    public Task A_longer_strip_is_cut() =>
        CheckAsync(new TestImage { Width = 8192, Length = 4097, Rows = 4097 }, new(1, 1, 1, 128, 8192), null, (ChunkOrigin.Stored, 33, "long uncompressed strips, cut into 128 rows a chunk"));

    [Fact]
    public Task Small_deflate_strips_are_assembled_into_bands() =>
        CheckAsync(new TestImage { Width = 1024, Length = 2000, Rows = 8, Deflate = true }, new(1, 1, 1, 1024, 1024), null,
            (ChunkOrigin.Assembled, 2, "strips of only 8 rows, 8192 bytes, are gathered into bands"));

    [Fact]
    public Task Deflate_strips_of_64_KiB_are_stored() =>
        CheckAsync(new TestImage { Width = 1024, Length = 128, Rows = 64, Deflate = true }, new(1, 1, 1, 64, 1024), "zlib", (ChunkOrigin.Stored, 2, "deflate strips"));

    [Fact]
    public Task The_short_last_strip_alone_is_assembled() =>
        CheckAsync(
            new TestImage { Width = 1024, Length = 130, Rows = 64, Deflate = true }, new(1, 1, 1, 64, 1024), "zlib",
            (ChunkOrigin.Stored, 2, "deflate strips"), (ChunkOrigin.Assembled, 1, "short (2 of 64 rows)"));

    [Fact]
    public async Task Planes_stored_in_different_ways_are_assembled()
    {
        using var view = await TestView.OpenAsync(new TestImage { Tiled = true }.ToIfd(), new TestImage { Tiled = true, Deflate = true }.ToIfd());
        Assert.Equal(ChunkOrigin.Assembled, Assert.Single(view.Array.Provenance.Origins).Origin);
        Assert.Contains("different ways", view.Array.Provenance.Origins[0].Why, StringComparison.Ordinal);
        using var same = await TestView.OpenAsync(
            new TestImage { Tiled = true, Deflate = true }.ToIfd(), new TestImage { Tiled = true, Deflate = true }.ToIfd().Remove(TiffTag.Compression).Short(TiffTag.Compression, 32946));
        Assert.Equal(ChunkOrigin.Stored, Assert.Single(same.Array.Provenance.Origins).Origin);
    }

    [Theory]
    [InlineData(12, 2UL, "predictor 2 of samples of 12 bits")]
    [InlineData(16, 3UL, "predictor 3 of samples of 16 bits")]
    [InlineData(8, 7UL, "predictor 7")]
    public async Task A_predictor_that_is_not_defined_is_refused(int bits, ulong predictor, string message)
    {
        var ifd = new TestImage { Bits = bits, Deflate = true }.ToIfd().Short(TiffTag.Predictor, predictor);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.OpenAsync(ifd));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TiffTag.Compression, 44510UL, "compression 44510")]
    public async Task What_cannot_be_shown_is_refused_by_IFD_and_tag(TiffTag tag, ulong value, string message)
    {
        var ifd = new TestImage().ToIfd().Remove(tag).Short(tag, value);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.OpenAsync(ifd));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"IFD 0 at offset {ifd.Offset}: tag {(int)tag} {tag}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IFDs_without_pixels_are_refused()
    {
        var bare = new TestIfd().Long(TiffTag.ImageWidth, 5).Long(TiffTag.ImageLength, 4);
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => TestView.OpenAsync(bare));
        Assert.Contains("no pixels", fault.Message, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(TestImage image, ArrayShape chunk, string? compressor, params (ChunkOrigin Origin, long Chunks, string Why)[] origins)
    {
        using var view = await TestView.OpenAsync(image.ToIfd());
        Assert.Equal((chunk, compressor), (view.Array.ChunkShape, view.Array.Metadata.Codecs.All.SingleOrDefault()?.Name));
        Assert.Equal(origins.Select(o => (o.Origin, o.Chunks)), view.Array.Provenance.Origins.Select(o => (o.Origin, o.Chunks)));
        for (var i = 0; i < origins.Length; i++)
            Assert.Contains(origins[i].Why, view.Array.Provenance.Origins[i].Why, StringComparison.Ordinal);
    }
}
