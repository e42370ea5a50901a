using OmeFs.Core.Codecs;
using OmeFs.Core.Images;
using OmeFs.Core.Tests.Ome;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Zarr;

/// <summary>A few megabytes of OME-XML may name many thousand images: what each of them costs, counted in bytes.</summary>
[Collection(nameof(ManyImagesTests))]
[CollectionDefinition(nameof(ManyImagesTests), DisableParallelization = true)] // bytes of other tests would be counted
public class ManyImagesTests
{
    [Fact]
    public async Task What_an_image_takes_is_little_and_does_not_grow_with_their_number()
    {
        using var cache = new SegmentCache(1 << 20);
        await MeasureAsync(100, cache); // what is made once
        var (few, keptFew, readFew) = await MeasureAsync(1000, cache);
        var (many, keptMany, readMany) = await MeasureAsync(4000, cache);
        Assert.InRange(many, 0, 5 * few);
        Assert.InRange(few / 1000, 0, 100_000);
        Assert.InRange(keptFew / 1000, 0, 16_000);
        Assert.InRange(keptMany / 4000, 0, 16_000);
        Assert.InRange(readFew / 1000, long.MinValue, 2000); // less than nothing, if what was made before is given up
        Assert.InRange(readMany / 4000, long.MinValue, 2000);
    }

    private static async Task<(long Allocated, long Kept, long KeptMoreOnceRead)> MeasureAsync(int images, SegmentCache cache)
    {
        var xml = Fixtures.Document(string.Concat(Enumerable.Range(0, images).Select(id => Fixtures.Image("<TiffData IFD=\"0\"/>", id: id))));
        var file = await TestFiles.OpenAsync(new TestImage { Width = 4, Length = 3 }.ToIfd().Text(TiffTag.ImageDescription, xml));
        var kept = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var view = OmeZarrView.Of(await TiffImages.ReadAsync(file, cache), OmeZarrLayout.Auto, OmeZarrVersion.V04);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        kept = GC.GetTotalMemory(forceFullCollection: true) - kept;
        Assert.Equal(images, view.Images.Count);
        return (allocated, kept, await ReadAsync(view.Tree));
    }

    /// <summary>Reads all metadata piece by piece, as a client does.</summary>
    private static async Task<long> ReadAsync(VirtualTree tree)
    {
        var stat = await tree.LookupAsync(NodeId.Root, ".zmetadata"u8);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var piece = new byte[128 * 1024];
        long at = 0;
        while (await tree.Open(stat.Id).ReadAsync(at, piece) is > 0 and var count)
            at += count;
        Assert.Equal(stat.Size, at);
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
