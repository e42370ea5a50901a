using OmeFs.Core.Indexing;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Indexing;

/// <summary>Which levels are written, which chunks of them are copied, and why the others are not.</summary>
public class IndexPlanTests
{
    private static readonly TestImage Tiles = new() { Width = 40, Length = 20, Tiled = true };

    [Fact]
    public async Task Tiles_are_ranges_and_sparse_ones_stay_missing()
    {
        using var view = await TestView.OpenAsync(Tiles.ToIfd(false, null, segment => segment == 4));
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { });
        Assert.Equal((5L, 0L, 1L), (plan.Ranges, plan.Copied, plan.Missing));
        Assert.Same(view.Source, Assert.Single(plan.Sources));
        Assert.Same(view.View, plan.View);
    }

    [Fact]
    public async Task The_last_band_of_a_plane_is_copied()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 1024, Length = 1500, Rows = 10 }.ToIfd());
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { });
        Assert.Equal((1L, 1L, 1020L * 1024), (plan.Ranges, plan.Copied, plan.CopiedBytes));
    }

    [Fact]
    public async Task The_short_last_deflate_strip_is_copied()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 1024, Length = 130, Rows = 64, Deflate = true }.ToIfd());
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { });
        Assert.Equal((2L, 1L), (plan.Ranges, plan.Copied));
    }

    [Fact]
    public async Task Strips_that_do_not_lie_end_to_end_are_no_range()
    {
        // Bands of 2 strips of 512 KiB, each plane's last strip but one missing: one band a plane may be copied, a second may not.
        var image = new TestImage { Width = 8192, Length = 256, Rows = 64 };
        using var one = await TestView.OpenAsync(image.ToIfd(false, null, strip => strip == 2));
        var plan = await IndexPlan.OfAsync(one.View, ReferenceCodecs.Strict, _ => { });
        Assert.Equal((1L, 1L, 0L), (plan.Ranges, plan.Copied, plan.Missing));
        using var two = await TestView.OpenAsync(image.ToIfd(false, null, strip => strip % 2 == 0));
        await RefusedAsync(two, "more than one chunk of a plane is not one range");
    }

    [Fact]
    public async Task A_long_strip_is_not_copied()
    {
        using var view = await TestView.OpenAsync(new TestImage { Width = 1024, Length = 3000, Rows = 2000 }.ToIfd());
        await RefusedAsync(view, "longer than");
    }

    [Fact]
    public async Task A_level_that_must_be_decoded_is_left_out_of_the_metadata_too()
    {
        using var view = await TestView.OpenAsync(
            Tiles.ToIfd(), Differenced(new TestImage { Width = 20, Length = 10, Reduced = true, Tiled = true, Deflate = true }),
            new TestImage { Width = 10, Length = 5, Reduced = true, Tiled = true }.ToIfd());
        Assert.Equal(3, view.View.Images[0].Levels.Count);
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { });
        Assert.Equal("1", Assert.Single(plan.LeftOut).Path);
        Assert.Contains("predictor", plan.LeftOut[0].Why, StringComparison.Ordinal);
        Assert.Equal([40, 10], plan.View.Images[0].Levels.Select(level => level.Shape.X));
        Assert.DoesNotContain(plan.View.Tree.Documents(), document => document.Path.StartsWith("2/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_level_0_there_is_no_image()
    {
        using var view = await TestView.OpenAsync(Differenced(new TestImage { Width = 40, Length = 20, Tiled = true, Deflate = true }),
            new TestImage { Width = 20, Length = 10, Reduced = true, Tiled = true }.ToIfd());
        Assert.Equal(2, view.View.Images[0].Levels.Count);
        await RefusedAsync(view, "0: tiles 16×16, deflate: its chunks are made by decoding");
    }

    /// <summary>A reference past the end would be a short read for whoever follows it.</summary>
    [Fact]
    public async Task A_range_past_the_end_is_not_written()
    {
        var bytes = TiffWriter.Write(Tiles.ToIfd().Remove(TiffTag.ImageDescription));
        using var whole = await TestView.OpenAsync(bytes);
        var last = (await IndexedAsync(whole)).Values.Max(range => range.Offset + range.Length);
        using var view = await TestView.OpenAsync(Moved(bytes, whole, last));
        await RefusedAsync(view, "the file ends at");
    }

    private static TestIfd Differenced(TestImage image) => image.ToIfd().Short(TiffTag.Predictor, 2);

    /// <summary>The same file with its last tile's offset so that the tile passes the end.</summary>
    private static byte[] Moved(byte[] bytes, TestView view, long last)
    {
        var moved = (byte[])bytes.Clone();
        var ifd = view.File.Ifds[0];
        TiffWriter.Put(moved, ifd.OffsetsAt + (5 * ifd.OffsetWidth), (ulong)Math.Max(last, bytes.Length) - 10, ifd.OffsetWidth, bigEndian: false);
        return moved;
    }

    private static async Task<Dictionary<string, (long Offset, long Length)>> IndexedAsync(TestView view)
    {
        var plan = await IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { });
        using var stream = new MemoryStream();
        await ReferenceExport.WriteAsync(plan, ["x"], stream, _ => { });
        using var document = System.Text.Json.JsonDocument.Parse(stream.ToArray());
        return document.RootElement.GetProperty("refs").EnumerateObject().Where(reference => reference.Value.ValueKind == System.Text.Json.JsonValueKind.Array)
            .ToDictionary(reference => reference.Name, reference => (reference.Value[1].GetInt64(), reference.Value[2].GetInt64()));
    }

    private static async Task RefusedAsync(TestView view, string why)
    {
        var fault = await Assert.ThrowsAsync<OmeFsException>(() => IndexPlan.OfAsync(view.View, ReferenceCodecs.Strict, _ => { }));
        Assert.Equal(FaultKind.Unsupported, fault.Kind);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }
}
