using System.Text.Json;
using OmeFs.Core.Codecs.Native;
using OmeFs.Core.Indexing;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Indexing;

/// <summary>What is written for clients with imagecodecs, where that is more than one file by tifffile can show.</summary>
public class ExportableLevelTests
{
    private const ulong Jpeg = 7;

    private static readonly TestImage Tiles = new() { Width = 40, Length = 20, Tiled = true, Deflate = true };

    /// <summary>What every client reads is not written otherwise because some could read more.</summary>
    [Fact]
    public async Task Levels_that_need_no_more_than_Zarrs_codecs_are_as_ever()
    {
        using var view = await TestView.OpenAsync(Tiles.ToIfd());
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.ImageCodecs, _ => { });
        Assert.Same(view.View, plan.View);
        Assert.Empty(plan.NonStandardCodecIds);
    }

    [Fact]
    public async Task Interleaved_samples_are_a_sixth_axis_and_nothing_claims_to_be_OME_Zarr()
    {
        using var view = await TestView.OpenAsync(
            (Tiles with { Samples = 3 }).ToIfd().Short(TiffTag.Predictor, 2),
            (Tiles with { Samples = 3, Width = 20, Length = 10, Reduced = true }).ToIfd());
        var refs = await WrittenAsync(view);
        var array = JsonDocument.Parse(refs.GetProperty("0/.zarray").GetString()!).RootElement;
        Assert.Equal("[1,1,1,20,40,3]", Compact(array.GetProperty("shape")));
        Assert.Equal("[1,1,1,16,16,3]", Compact(array.GetProperty("chunks")));
        Assert.Equal("""[{"id":"imagecodecs_delta","axis":-2,"dist":1,"shape":[1,1,1,16,16,3],"dtype":"|u1"}]""", Compact(array.GetProperty("filters")));
        Assert.Equal("""{"_ARRAY_DIMENSIONS":["t","c","z","y","x","s"]}""", Compact(refs, "0/.zattrs"));
        Assert.Equal("""{"_ARRAY_DIMENSIONS":["t","c","z","y1","x1","s"]}""", Compact(refs, "1/.zattrs"));
        var group = JsonDocument.Parse(refs.GetProperty(".zattrs").GetString()!).RootElement;
        Assert.False(group.TryGetProperty("omero", out _) || group.GetProperty("multiscales")[0].TryGetProperty("axes", out _));
        Assert.Equal(JsonValueKind.Array, refs.GetProperty("0/0/0/0/1/2/0").ValueKind);
    }

    [Fact]
    public async Task A_level_whose_samples_lie_otherwise_than_in_level_0_is_left_out()
    {
        using var view = await TestView.OpenAsync(
            (Tiles with { Samples = 3 }).ToIfd(), (Tiles with { Samples = 3, Planar = true, Width = 20, Length = 10, Reduced = true }).ToIfd());
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.ImageCodecs, _ => { });
        Assert.Contains("stored in another order than in level 0", Assert.Single(plan.LeftOut).Why, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task IFDs_that_share_their_JPEGTables_are_one_array_and_others_are_none()
    {
        Skip.IfNot(NativeCodecs.IsAvailable, NativeCodecs.Libraries);
        using var same = await TestView.OpenAsync(OfJpeg([1, 2, 3]), OfJpeg([1, 2, 3]));
        var array = JsonDocument.Parse((await WrittenAsync(same)).GetProperty("0/.zarray").GetString()!).RootElement;
        Assert.Equal(
            """{"id":"imagecodecs_jpeg","tables":"AQID","header":null,"bitspersample":8,"colorspace_jpeg":null,"colorspace_data":null}""",
            Compact(array.GetProperty("compressor")));
        using var different = await TestView.OpenAsync(OfJpeg([1, 2, 3]), OfJpeg([1, 2, 4]));
        await RefusedAsync(different, "the JPEGTables of IFD 1");
        using var huge = await TestView.OpenAsync(OfJpeg([1, 2, 3]), OfJpeg(new byte[300_000]));
        await RefusedAsync(huge, "at most 262144 bytes expected");
    }

    [Theory]
    [InlineData(1UL, 5UL, "stored in different ways")]
    [InlineData(5UL, 32773UL, "compressed in different ways")]
    public async Task Planes_that_are_compressed_in_different_ways_are_no_array(ulong first, ulong second, string why)
    {
        using var view = await TestView.OpenAsync(
            (Tiles with { Samples = 3, Deflate = false }).ToIfd().Remove(TiffTag.Compression).Short(TiffTag.Compression, first),
            (Tiles with { Samples = 3, Deflate = false }).ToIfd().Remove(TiffTag.Compression).Short(TiffTag.Compression, second));
        await RefusedAsync(view, why);
    }

    /// <summary>Deflate with predictor 2: neither the strict form nor a chunk of another size.</summary>
    [Fact]
    public async Task A_short_last_strip_is_copied_and_one_that_passes_the_end_is_told()
    {
        var image = new TestImage { Width = 30, Length = 25, Rows = 10, Deflate = true };
        using var view = await TestView.OpenAsync(image.ToIfd().Short(TiffTag.Predictor, 2));
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.ImageCodecs, _ => { });
        Assert.Equal((2L, 1L), (plan.Ranges, plan.Copied));
        Assert.Equal(["imagecodecs_delta"], plan.NonStandardCodecIds);
        var cut = TiffWriter.Write(image.ToIfd().Short(TiffTag.Predictor, 2));
        var last = view.File.Ifds[0];
        TiffWriter.Put(cut, last.OffsetsAt + (2 * last.OffsetWidth), (ulong)cut.Length - 3, last.OffsetWidth, bigEndian: false);
        using var broken = await TestView.OpenAsync(cut);
        await RefusedAsync(broken, "the file ends at");
    }

    private static TestIfd OfJpeg(byte[] tables) =>
        (Tiles with { Deflate = false }).ToIfd().Remove(TiffTag.Compression).Short(TiffTag.Compression, Jpeg)
            .Set(TiffTag.JpegTables, TiffFieldType.Undefined, [.. tables.Select(value => (ulong)value)]);

    private static async Task<JsonElement> WrittenAsync(TestView view)
    {
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.ImageCodecs, _ => { });
        using var stream = new MemoryStream();
        await ReferenceExport.WriteAsync(plan, ["x"], stream, _ => { });
        return JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("refs");
    }

    private static async Task RefusedAsync(TestView view, string why)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => IndexPlan.OfAsync(view.View, ReferenceCodecs.ImageCodecs, _ => { }));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    private static string Compact(JsonElement refs, string key) => Compact(JsonDocument.Parse(refs.GetProperty(key).GetString()!).RootElement);

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
