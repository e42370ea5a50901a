namespace OmeFs.Clients.Tests;

/// <summary>Every fixture of the project's own: each pixel of each plane and level through zarr-python, and its metadata.</summary>
public sealed class OwnFixturesTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    public static TheoryData<string> Readable => [.. Repository.FixtureNames("good").Where(name => !IsRefused(name))];

    public static TheoryData<string> Refused => [.. Repository.FixtureNames("good").Where(IsRefused)];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Every_pixel_equals_tifffiles(string name)
    {
        using var mounted = Mounted.Open(Repository.Fixture(name));
        comparer.AssertSame(mounted.Source, mounted.Point);
    }

    /// <summary>Good files in a codec that omefs does not read are refused by name.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public void An_unread_codec_is_refused_by_name(string name)
    {
        var ran = Commands.Run([Repository.Omefs, "inspect", Repository.Fixture(name)]);
        Assert.Equal(1, ran.ExitCode);
        Assert.StartsWith("omefs: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(name, ran.Error, StringComparison.Ordinal);
        var codec = name.Split('-', '.')[1].Replace("predictor2", "predictor", StringComparison.Ordinal);
        Assert.Contains(codec, ran.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsRefused(string name) => name.StartsWith("refused-", StringComparison.Ordinal);
}
