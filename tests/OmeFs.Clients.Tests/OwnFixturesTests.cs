namespace OmeFs.Clients.Tests;

/// <summary>Every fixture of the project's own: each pixel of each plane and level through zarr-python, and its metadata.</summary>
public sealed class OwnFixturesTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    public static TheoryData<string> Readable => [.. Repository.FixtureNames("good")];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Every_pixel_equals_tifffiles(string name)
    {
        using var mounted = Mounted.Open(Repository.Fixture(name));
        comparer.AssertSame(mounted.Source, mounted.Point);
    }
}
