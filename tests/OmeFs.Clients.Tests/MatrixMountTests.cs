using System.Security.Cryptography;

namespace OmeFs.Clients.Tests;

/// <summary>
/// One in twelve of tests/fixtures/matrix.py through a mount and zarr-python, against the samples that went in. OmeFs.Core.Tests compares
/// all of them without a mount.
/// </summary>
public sealed class MatrixMountTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    private const int OneIn = 12;

    public static TheoryData<string> Names =>
        [.. Repository.FixtureNames("matrix").Where(name => name.EndsWith(".tif", StringComparison.Ordinal)).Where((_, index) => index % OneIn == 0)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_is_the_one_that_went_in(string name)
    {
        var path = Path.Combine(Repository.Fixtures, "matrix", name);
        using var mounted = Mounted.Open(path);
        var digest = Assert.Single(comparer.Digests(mounted.Point));
        Assert.Equal("/0", digest.Key);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.ChangeExtension(path, "raw")))), digest.Value);
    }
}
