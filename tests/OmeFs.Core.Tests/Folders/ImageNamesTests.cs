using OmeFs.Core.Folders;
using OmeFs.Core.Sources;
using OmeFs.Core.Tree;

namespace OmeFs.Core.Tests.Folders;

public sealed class ImageNamesTests
{
    [Theory]
    [InlineData("a.ome.tif", "a")]
    [InlineData("a.OME.TIFF", "a")]
    [InlineData("a.tif", "a")]
    [InlineData("a.b.tiff", "a.b")]
    [InlineData("a.ome.btf", "a")]
    [InlineData("a.ome.tf8", "a")]
    [InlineData("slide.svs", "slide")]
    [InlineData("a.companion.ome", "a")]
    [InlineData("a.ome.xml.gz", "a")]
    [InlineData("a.ome", "a")]
    [InlineData("a.stk", "a")]
    [InlineData("a.LSM", "a")]
    [InlineData("a.ndpi", "a")]
    [InlineData("a.scn", "a")]
    [InlineData("a.bif", "a")]
    [InlineData("a.flex", "a")]
    [InlineData("a.svslide", "a")]
    [InlineData("a.qpi", "a")]
    [InlineData("a.zif", "a")]
    [InlineData("a.czi", null)]
    [InlineData("a.xml", null)]
    [InlineData("a.txt", null)]
    [InlineData(".tif", null)]
    [InlineData("tif", null)]
    public void The_stem_is_the_name_without_its_known_extension(string name, string? stem) => Assert.Equal(stem, ImageNames.Stem(name));

    [Theory]
    [InlineData("a.tif b.tif", "a b")]
    [InlineData("a.tif a.svs b.tif", "a.tif a.svs b")]
    [InlineData("a.tif a.ome.tif a.svs", "a.tif a.ome.tif a.svs")]

    // "a.tif.tif" would be "a.tif", which "a.tif" now is itself.
    [InlineData("a.tif a.svs a.tif.tif", "a.tif a.svs a.tif.tif")]
    public void Names_that_would_be_the_same_keep_their_extensions(string names, string expected)
    {
        var list = names.Split(' ');
        var right = expected.Split(' ').Select(name => name + ".ome.zarr");
        foreach (var order in (string[][])[list, [.. list.Reverse()]])
            Assert.Equal(right, list.Select(name => ImageNames.Choose(order)[name]));
    }

    [Fact]
    public void Ids_are_put_together_and_taken_apart()
    {
        var image = FolderIds.OfImage("a/b.ome.zarr", new SourceIdentity(1, 2, 3));
        Assert.True(FolderIds.IsInside(image));
        Assert.Equal(NodeId.Root, FolderIds.Inner(image));
        foreach (var inner in (ulong[])[1, 2, 77, FolderIds.MaxInner])
        {
            var id = FolderIds.Outer(image, new NodeId(inner));
            Assert.Equal((image, new NodeId(inner)), (FolderIds.ImageOf(id), FolderIds.Inner(id)));
            Assert.InRange((long)id.Value, 1, long.MaxValue);
        }
        var next = FolderIds.Next(image);
        Assert.NotEqual(image, next);
        Assert.True(FolderIds.IsInside(next) && FolderIds.Inner(next) == NodeId.Root);
        Assert.False(FolderIds.IsInside(FolderIds.OfFolder("a")));
        Assert.False(FolderIds.IsInside(FolderIds.Next(new NodeId((1UL << 62) - 1))));
        Assert.NotEqual(image, FolderIds.OfImage("a/b.ome.zarr", new SourceIdentity(1, 2, 4)));
        Assert.NotEqual(image, FolderIds.OfImage("a/c.ome.zarr", new SourceIdentity(1, 2, 3)));
    }
}
