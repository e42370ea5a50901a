using OmeFs.Core.Series.Sets;
using static OmeFs.Core.Tests.Series.Sets.TestSet;

namespace OmeFs.Core.Tests.Series.Sets;

/// <summary>A set in the folder "in", and a file in the folder "out" beside it, which no name and no symbolic link may lead to.</summary>
public sealed class SetLinksTests : IDisposable
{
    private const int Secret = 99;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("omefs-set-links-");
    private readonly TestSet _set = new();

    public SetLinksTests()
    {
        Directory.CreateDirectory(In("sub"));
        new TestSet().Tiff("out/secret.tif", null, Secret).Tiff("out/uuid.tif", Document("B", 1, Plane(0, "uuid.tif", "B")), Secret)
            .Tiff("out/meta.tif", Document("M", 2, Plane(0, "meta.tif", "M"), Plane(1, "meta.tif", "M")), Secret)
            .Companion("out/meta.companion.ome", Document("M", 2, Plane(0, "meta.tif", null), Plane(1, "secret.tif", null))).WriteTo(_root.FullName);
    }

    public void Dispose()
    {
        _set.Dispose();
        _root.Delete(recursive: true);
    }

    /// <param name="links">"name>target", one after the other; OUT is the folder beside.</param>
    [Theory]
    [InlineData("l.tif", "l.tif>../out/secret.tif")]
    [InlineData("l.tif", "l.tif>OUT/secret.tif")]
    [InlineData("l.tif", "l.tif>m.tif m.tif>sub/n.tif sub/n.tif>../../out/secret.tif")]
    [InlineData("ld/secret.tif", "ld>../out")]
    [InlineData("ld/secret.tif", "ld>sub/lf sub/lf>OUT")]
    [InlineData("sub/ld/secret.tif", "sub/ld>../../out")]
    [InlineData("L.TIF", "l.tif>../out/secret.tif")]
    [InlineData("ld/SECRET.tif", "ld>../out")]
    [InlineData("no/longer/l.tif", "l.tif>../out/secret.tif")]
    [InlineData("C:\\lab\\l.tif", "l.tif>../out/secret.tif")]
    [InlineData("../out/secret.tif", "secret.tif>../out/secret.tif")]
    [InlineData(null, "l.tif>../out/uuid.tif")]
    [InlineData("gone.tif", "gone.tif>../out/uuid.tif")]
    public async Task No_link_leads_a_name_out_of_the_folder(string? name, string links)
    {
        _set.Tiff("a.tif", Document("A", 2, Plane(0, "a.tif", "A"), Plane(1, name, name is null or "gone.tif" ? "B" : null)), 10).WriteTo(In(""));
        Link(links);
        foreach (var missing in (MissingFiles[])[MissingFiles.Refuse, MissingFiles.Fill])
            try
            {
                Assert.DoesNotContain(Secret, await _set.ReadFromAsync(In("a.tif"), missing));
                Assert.Equal((MissingFiles.Fill, null), (missing, name)); // whatever is found by its UUID alone is not there
            }
            catch (OmeFsException fault)
            {
                Assert.Contains(fault.Kind, new[] { FaultKind.AccessRefused, FaultKind.NotFound });
                if (fault.Kind == FaultKind.AccessRefused)
                    Assert.Contains($"--allow-source {Path.Join(Real(_root.FullName), "out")}'", fault.Message, StringComparison.Ordinal);
            }
        Assert.Equal([10, Secret], await _set.ReadFromAsync(In("a.tif"), MissingFiles.Refuse, Path.Join(_root.FullName, "out")));
        Assert.Equal([10, Secret], await _set.ReadFromAsync(In("a.tif"), MissingFiles.Refuse, "any"));
    }

    [Theory]
    [InlineData("meta.tif", "meta.tif>../out/meta.tif")]
    [InlineData("meta.companion.ome", "meta.companion.ome>../out/meta.companion.ome meta.tif>../out/meta.tif secret.tif>../out/secret.tif")]
    [InlineData("META.companion.ome", "meta.companion.ome>../out/meta.companion.ome meta.tif>../out/meta.tif secret.tif>../out/secret.tif")]
    [InlineData("gone.companion.ome", "meta.companion.ome>../out/meta.companion.ome meta.tif>../out/meta.tif secret.tif>../out/secret.tif")]
    public async Task No_link_leads_a_pointer_to_the_document_out_of_the_folder(string name, string links)
    {
        _set.Tiff("b.tif", BinaryOnly("B", name, "M"), 20).WriteTo(In(""));
        Link(links);
        var fault = await Record.ExceptionAsync(async () => Assert.DoesNotContain(Secret, await _set.ReadFromAsync(In("b.tif"), MissingFiles.Fill)));
        Assert.True(fault is null or OmeFsException { Kind: FaultKind.AccessRefused or FaultKind.NotFound }, fault?.ToString());
    }

    [Theory]
    [InlineData("l.tif", "l.tif>sub/b.tif")]
    [InlineData("l.tif", "l.tif>../in/sub/b.tif")]
    [InlineData("ld/b.tif", "ld>sub")]
    [InlineData("ld/B.tif", "ld>sub")]
    [InlineData("l.tif", "l.tif>ROOT/alias/sub/b.tif")]
    [InlineData("sub/b.tif", "")]
    public async Task A_link_within_the_folder_is_followed(string name, string links)
    {
        _set.Tiff("a.tif", Document("A", 2, Plane(0, "a.tif", "A"), Plane(1, name, null)), 10).Tiff("sub/b.tif", null, 20).WriteTo(In(""));
        File.CreateSymbolicLink(Path.Join(_root.FullName, "alias"), "in");
        Link(links);
        Assert.Equal([10, 20], await _set.ReadFromAsync(In("a.tif"), MissingFiles.Refuse));
        Assert.Equal([10, 20], await _set.ReadFromAsync(Path.Join(_root.FullName, "alias/a.tif"), MissingFiles.Refuse));
    }

    [Theory]
    [InlineData("l.tif>l.tif")]
    [InlineData("l.tif>m.tif m.tif>l.tif")]
    [InlineData("l.tif>gone")]
    public async Task A_link_that_leads_nowhere_is_a_file_that_is_not_there(string links)
    {
        _set.Tiff("a.tif", Document("A", 2, Plane(0, "a.tif", "A"), Plane(1, "l.tif", null)), 10).WriteTo(In(""));
        Link(links);
        Assert.Contains("not there: 'l.tif'", (await Assert.ThrowsAsync<OmeFsException>(() => _set.ReadFromAsync(In("a.tif"), MissingFiles.Refuse))).Message, StringComparison.Ordinal);
        Assert.Equal([10, -1], await _set.ReadFromAsync(In("a.tif"), MissingFiles.Fill));
    }

    private string In(string path) => Path.Join(_root.FullName, "in", path);

    private void Link(string links)
    {
        foreach (var link in links.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            File.CreateSymbolicLink(In(link.Split('>')[0]), link.Split('>')[1]
                .Replace("OUT", Path.Join(_root.FullName, "out"), StringComparison.Ordinal).Replace("ROOT", _root.FullName, StringComparison.Ordinal));
    }

    private static string Real(string path) => new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
}
