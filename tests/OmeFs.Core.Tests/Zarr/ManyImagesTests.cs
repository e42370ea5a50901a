using OmeFs.Core.Codecs;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr;

namespace OmeFs.Core.Tests.Zarr;

/// <summary>A few megabytes of OME-XML may name many thousand images: what each of them costs, counted in bytes.</summary>
public class ManyImagesTests
{
    [Fact]
    public async Task What_an_image_takes_is_little_and_does_not_grow_with_their_number()
    {
        using var cache = new SegmentCache(1 << 20);
        await MeasureAsync(100, cache); // what is made once
        var (few, keptFew) = await MeasureAsync(1000, cache);
        var (many, keptMany) = await MeasureAsync(4000, cache);
        Assert.InRange(many, 0, 5 * few);
        Assert.InRange(few / 1000, 0, 100_000);
        Assert.InRange(keptFew / 1000, 0, 16_000);
        Assert.InRange(keptMany / 4000, 0, 16_000);
    }

    private static async Task<(long Allocated, long Kept)> MeasureAsync(int images, SegmentCache cache)
    {
        var xml = Fixtures.Document(string.Concat(Enumerable.Range(0, images).Select(id => Fixtures.Image("<TiffData IFD=\"0\"/>", id: id))));
        var file = await TestFiles.OpenAsync(new TestImage { Width = 4, Length = 3 }.ToIfd().Text(TiffTag.ImageDescription, xml));
        var kept = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var view = OmeZarrView.Of(await TiffImages.ReadAsync(file, cache), OmeZarrLayout.Auto);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        kept = GC.GetTotalMemory(forceFullCollection: true) - kept;
        Assert.Equal(images, view.Images.Count);
        return (allocated, kept);
    }
}
