namespace OmeFs.Clients.Tests;

/// <summary>ImageJ's way beyond 4 GB in a classic TIFF: one IFD, and all planes behind its strip. Written by tifffile as a sparse file.</summary>
public sealed class BigStackTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests/OmeFs.Clients.Tests/python/big_stack.py");

    [Theory]
    [InlineData("<")]
    [InlineData(">")]
    public void Planes_behind_the_one_IFD_are_shown_as_they_lie(string order)
    {
        var path = Path.Combine(Repository.Scratch, $"big{(order == "<" ? "LE" : "BE")}.tif");
        try
        {
            Run("make", path, order);
            using var mounted = Mounted.Open(path);
            Assert.Equal("54", Run("check", path, mounted.Point).Output.Trim());
            var report = Commands.Run([Repository.Omefs, "inspect", path]).Output;
            Assert.Contains("160 planes behind one IFD", report, StringComparison.Ordinal);
            Assert.DoesNotContain("Assembled", report, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Finished Run(params string[] words)
    {
        var ran = Commands.Run([Repository.Python, "-B", "-W", "ignore", Script, .. words], seconds: 60);
        Assert.True(ran.ExitCode == 0, ran.ToString());
        return ran;
    }
}
