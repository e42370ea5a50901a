namespace OmeFs.Mount.Tests;

/// <summary>A set of three files of which two are elsewhere: one behind a link to the file, one behind a link to its folder.</summary>
public sealed class SetLinkTests : IDisposable
{
    private const int EACCES = 13;

    private readonly string _root = Directory.CreateDirectory(Path.Combine(Repository.Scratch, $"links-{Guid.NewGuid():N}")).FullName;

    public SetLinkTests()
    {
        foreach (var (name, folder) in ((string, string)[])[("z0.ome.tif", "in"), ("z1.ome.tif", "out"), ("z2.ome.tif", "out")])
        {
            Directory.CreateDirectory(At(folder));
            File.Copy(Path.Combine(Repository.Fixtures, "sets/slices-deflate-tiles", name), At($"{folder}/{name}"));
        }
        File.CreateSymbolicLink(At("in/z1.ome.tif"), "../out/z1.ome.tif");
        File.CreateSymbolicLink(At("in/z2.ome.tif"), At("out/z2.ome.tif"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("index")]
    [InlineData("mount")]
    public void Files_out_of_the_folder_are_read_if_the_user_allows_it(string command)
    {
        var point = Directory.CreateDirectory(At("mnt")).FullName;
        string[] more = command switch { "index" => ["-o", At("refs.json")], "mount" => [point], _ => [] };
        var refused = Commands.Run([Repository.Omefs, command, At("in/z0.ome.tif"), .. more]);
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains($"--allow-source {At("out")}", refused.Error, StringComparison.Ordinal);
        var allowed = Commands.Run([Repository.Omefs, command, At("in/z0.ome.tif"), .. more, "--allow-source", At("out")]);
        Mounted.Unmount(point);
        Assert.True(allowed.ExitCode == 0, allowed.ToString());
    }

    [Fact]
    public void In_a_folder_that_is_mounted_too()
    {
        using (var mounted = Mounted.Open(At("in")))
            Assert.Equal(EACCES, Errno(mounted));
        using (var mounted = Mounted.Open(At("in"), false, "-o", $"allow_source={At("out")}"))
            Assert.Equal(0, Errno(mounted));
        // What is in the source is the user's own choice.
        using (var mounted = Mounted.Open(_root))
            Assert.Equal(0, Errno(mounted, "in"));
    }

    private static int Errno(Mounted mounted, string below = "")
    {
        var image = Directory.GetDirectories(Path.Combine(mounted.Point, below)).Single(path => path.Contains("/z0", StringComparison.Ordinal));
        try
        {
            return File.Exists(Path.Combine(image, ".zattrs")) ? 0 : Directory.GetFiles(image).Length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault is UnauthorizedAccessException ? EACCES : fault.HResult;
        }
    }

    private string At(string path) => Path.Combine(_root, path);
}
