using OmeFs.Composition;
using OmeFs.Core;
using OmeFs.Core.Folders;
using OmeFs.Settings;
using OmeFs.Testing;

namespace OmeFs.Tests.Composition;

/// <summary>Between listing a folder and opening an image of it somebody may have put a link in its place.</summary>
public sealed class FolderImagesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("omefs-images-").FullName;

    public FolderImagesTests()
    {
        Directory.CreateDirectory(At("in/sub"));
        Directory.CreateDirectory(At("out"));
        File.Copy(Repository.Fixture("stack.tif"), At("in/a.tif"));
        File.Copy(Path.Combine(Repository.Fixtures, "sets/slices-deflate-tiles/z0.ome.tif"), At("out/secret.ome.tif"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("in/link.ome.tif", "../out/secret.ome.tif")]
    [InlineData("in/link", "../out")]
    [InlineData("in/sub/link", "../../out")]
    public async Task An_image_that_has_become_a_link_out_of_the_folder_is_refused(string link, string target)
    {
        File.CreateSymbolicLink(At(link), target);
        var path = link.EndsWith(".tif", StringComparison.Ordinal) ? At(link) : At(link + "/secret.ome.tif");
        using var images = new FolderImages(new ViewSettings { Missing = Core.Series.Sets.MissingFiles.Fill }, At("in"));
        Assert.Equal(FaultKind.AccessRefused, (await Assert.ThrowsAsync<OmeFsException>(() => images.OpenAsync(path, default))).Kind);
        Assert.Equal(SetNames.Alone, await images.ReadAsync(path, default));
        using var allowing = new FolderImages(new ViewSettings { Missing = Core.Series.Sets.MissingFiles.Fill, References = new() { AllowedSources = ["s3://bucket", At("out")] } }, At("in"));
        (await allowing.OpenAsync(path, default)).Owner.Dispose();
        Assert.NotEmpty((await allowing.ReadAsync(path, default)).Others);
    }

    [Fact]
    public async Task A_link_within_the_folder_is_followed()
    {
        File.CreateSymbolicLink(At("in/sub/link.tif"), "../a.tif");
        using var images = new FolderImages(new ViewSettings(), At("in"));
        (await images.OpenAsync(At("in/sub/link.tif"), default)).Owner.Dispose();
    }

    private string At(string path) => Path.Combine(_root, path);
}
