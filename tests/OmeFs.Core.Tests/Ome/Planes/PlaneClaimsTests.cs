using OmeFs.Core.Ome.Planes;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Ome.Planes;

/// <summary>A few words may claim two thousand million planes: nothing may take as long as going through them does.</summary>
public class PlaneClaimsTests
{
    private const int Int = int.MaxValue, Million = 1 << 20;

    [Theory]
    [InlineData(1, 1, Int, "", 1, 1, 2)]
    [InlineData(Int, 1, 1, "", 2, 1, 1)]
    [InlineData(1, 1, Million + 1, "", 1, 1, 2)]
    [InlineData(2, 1, Int / 2, "", 2, 1, 1)]
    [InlineData(1 << 10, 1, 1 << 11, "", 1 << 10, 1, 1)]
    [InlineData(1, 2, Int / 2, "<Channel/><Channel/>", 1, 2, 1)]
    [InlineData(2, 1, Int / 2, "<TiffData FirstT=\"1\" FirstZ=\"1\" IFD=\"1\"/><TiffData IFD=\"0\"/>", 2, 1, 2)]
    [InlineData(1, 1, Int, "<TiffData FirstT=\"2000000000\" IFD=\"1\"/>", 2, 1, 1)] // no plane is left: a plain TIFF
    [InlineData(1, 1, Million, "", 1, 1, Million)] // a set with missing files may be as large
    [InlineData(1000, 3, 300, "", 1000, 3, 300)]
    public async Task Sizes_that_no_file_bears_out_are_not_believed(int z, int c, int t, string inside, int shownZ, int shownC, int shownT)
    {
        var image = new TestImage { Width = 4, Length = 3 };
        using var view = await TestView.OpenAsync(image.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(Fixtures.Image(inside, z, c, t))), image.ToIfd());
        Assert.Equal(new ArrayShape(shownT, shownC, shownZ, 3, 4), view.Array.Shape);
        var isBelieved = (z, c, t) == (shownZ, shownC, shownT);
        Assert.Equal(!isBelieved, view.View.Source.Set.Notices.Any(notice => notice.Contains("far more than there are planes for", StringComparison.Ordinal)));
    }

    /// <summary>Images share what is believed: many small claims come to as much as a large one.</summary>
    [Fact]
    public async Task Claims_of_all_images_together_are_bounded()
    {
        var images = string.Concat(Enumerable.Range(0, 40).Select(id => Fixtures.Image("<TiffData IFD=\"0\"/>", t: 100_000, id: id)));
        using var view = await TestView.OpenAsync(new TestImage { Width = 4, Length = 3 }.ToIfd().Text(TiffTag.ImageDescription, Fixtures.Document(images)));
        Assert.Equal(40, view.View.Images.Count);
        Assert.InRange(view.View.Images.Sum(image => (long)image.Levels[0].Shape.T), 1_000_000, Million + 40);
    }

    [Theory]
    [InlineData(10, 10_000, 10_000)]
    [InlineData(5_000, 5_000_000, 5_000_000)]
    [InlineData(5_000, 6_000_000, 1)]
    public void The_more_there_is_the_more_may_be_missing(int ifds, int claimed, int believed)
    {
        var document = Fixtures.Read(Fixtures.Document(Fixtures.Image("<TiffData IFD=\"0\"/>", t: claimed)));
        Assert.Equal(believed, Assert.Single(MissingSizes.Complete(document, new OneFile(ifds), []).Images).Pixels.SizeT);
    }
}
