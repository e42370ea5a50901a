namespace OmeFs.Clients.Tests;

/// <summary>
/// JPEG XL, JPEG XR, JPEG of 12 bits and lossless JPEG through a mount and zarr-python: against what was encoded, or against DCMTK's reading if the
/// codec is lossy.
/// </summary>
public sealed class ForeignCodecTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/python/compare_array.py");

    public static TheoryData<string> Files => [.. Repository.FixtureNames("codecs").Where(name => name.EndsWith(".tif", StringComparison.Ordinal))];

    /// <summary>ITU-T T.83 allows an IDCT to be off by 1; RGB made of such Y, Cb and Cr by 3.</summary>
    private static int Most(string name) =>
        name.StartsWith("jpeg-12-ycbcr", StringComparison.Ordinal) ? 3 : name.StartsWith("jpeg-12", StringComparison.Ordinal) ? 1 : 0;

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_sample_is_the_one_that_was_encoded(string name)
    {
        var path = Path.Combine(Repository.Fixtures, "codecs", name);
        using var mounted = Mounted.Open(path);
        var ran = Commands.Run([Repository.Python, "-B", "-W", "ignore", Script, mounted.Point, Path.ChangeExtension(path, ".npy"), $"{Most(name)}"]);
        Assert.True(ran.ExitCode == 0 && ran.Output.Trim() == "same", ran.ToString());
    }
}
