using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tests.Zarr;
using OmeFs.Core.Tiff;
using OmeFs.Core.Zarr.Model;

namespace OmeFs.Core.Tests.Series;

/// <summary>Stacks with one IFD: when one is believed, and that a plane's bytes are its own. All pixels are tifffile's to judge (OwnFixturesTests).</summary>
public class ContiguousStackTests
{
    private const int Planes = 3;

    /// <summary>5 by 4 pixels in two strips.</summary>
    private static readonly TestImage Image = new() { Rows = 2 };

    [Fact]
    public async Task Planes_lie_behind_the_one_IFDs_strips()
    {
        using var view = await TestView.OpenAsync(Stack(Image, Planes));
        Assert.Equal(new ArrayShape(1, 1, Planes, 4, 5), view.Array.Shape);
        for (var z = 0; z < Planes; z++)
            Assert.Equal(Enumerable.Range(z * 20, 20).Select(i => (byte)i), await TestView.ReadAsync(view.Array, 0, z, 0, 0));
        Assert.Equal((0, 0), await view.Array.CountMissingAsync());
    }

    [Fact]
    public async Task Decoded_planes_are_not_taken_for_one_another()
    {
        using var view = await TestView.OpenAsync(Stack(Image with { Samples = 2, Rows = 4 }, Planes));
        Assert.Equal(2, view.Array.ChunkShape.C);
        var (first, last) = (await TestView.ReadAsync(view.Array, 0, 0, 0, 0), await TestView.ReadAsync(view.Array, 0, 2, 0, 0));
        Assert.Equal((0, 80), (first[0], last[0]));
    }

    [Theory]
    [InlineData("the file is too short", 4, false, false)]
    [InlineData("strips with a gap", 3, true, false)]
    [InlineData("compressed", 3, false, true)]
    public async Task What_cannot_be_a_stack_is_one_plane(string why, int planes, bool gap, bool deflate)
    {
        var stack = Stack(Image with { Deflate = deflate }, Planes, planes, gap);
        using var view = await TestView.OpenAsync(stack);
        Assert.True(view.Array.Shape.Z == 1, why);
        Assert.Contains($"images={planes}", view.View.Source.Set.Notices[0], StringComparison.Ordinal);
    }

    /// <summary>A level of one plane would leave those of the others out.</summary>
    [Fact]
    public async Task A_smaller_IFD_or_SubIFD_of_one_plane_is_no_level_of_a_stack()
    {
        var image = new TestImage { Width = 32, Length = 32, Rows = 32 };
        var half = new TestImage { Width = 16, Length = 16, Reduced = true };
        using var view = await TestView.OpenAsync(Stack(image, Planes).WithSubs((half with { Width = 8, Length = 8 }).ToIfd()), half.ToIfd());
        Assert.Equal([(32, Planes), (16, 1), (8, 1)], view.View.Images.Select(shown => (shown.Series.Shape.X, shown.Series.Shape.Z)));
        Assert.All(view.View.Images, shown => Assert.Single(shown.Levels));
    }

    [Fact]
    public async Task MetaMorphs_planes_are_as_many_as_its_tag_has_values()
    {
        var ifd = Image.ToIfd().WithSegments(false, [new byte[10], [.. new byte[10], .. new byte[40]]]);
        ifd.Set(TiffTag.MetaMorphPlanes, TiffFieldType.Rational, 1, 1, 1, 1, 1, 1);
        using var view = await TestView.OpenAsync(ifd);
        Assert.Equal(3, view.Array.Shape.Z);
        Assert.Equal("plain TIFF: 3 planes in one IFD, as z", view.View.Images[0].Series.Reason);
    }

    /// <summary>Bytes 0, 1, 2, ... in so many planes, the IFD's strips first.</summary>
    private static TestIfd Stack(TestImage image, int planes, int? claimed = null, bool gap = false)
    {
        var ifd = image.ToIfd().Text(TiffTag.ImageDescription, $"ImageJ=1.53t\nimages={claimed ?? planes}\nslices={claimed ?? planes}\n");
        if (image.Deflate)
            return ifd;
        var strip = image.Rows * image.Width * image.Samples;
        var plane = image.Length * image.Width * image.Samples;
        var bytes = Enumerable.Range(0, planes * plane).Select(i => (byte)i).ToArray();
        if (strip == plane)
            return ifd.WithSegments(false, [bytes]);
        return ifd.WithSegments(false, [[.. bytes[..strip], .. new byte[gap ? 1 : 0]], bytes[strip..]]);
    }
}
