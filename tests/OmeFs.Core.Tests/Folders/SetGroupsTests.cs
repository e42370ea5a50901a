using System.Text;
using OmeFs.Core.Folders;
using OmeFs.Core.Series.Sets;
using OmeFs.Core.Tests.Sources;
using OmeFs.Core.Tests.Tiff;
using OmeFs.Core.Tiff;

namespace OmeFs.Core.Tests.Folders;

/// <summary>Sets of several files appear once, and what is read to find that out.</summary>
public sealed class SetGroupsTests : IDisposable
{
    private readonly FolderRig _rig = new();

    [Fact]
    public async Task A_companion_names_its_set()
    {
        Set("z.companion.ome", "a1.ome.tif", "a2.ome.tif");
        Assert.Equal(["z.ome.zarr"], await _rig.NamesAsync());
        Assert.Equal(["z.companion.ome"], _rig.Images.Peeked);
    }

    [Fact]
    public async Task Without_a_companion_the_first_file_by_name_does()
    {
        Set("a1.ome.tif", "a2.ome.tif", "a3.ome.tif");
        _rig.Write("plain.tif", "x");
        _rig.Write("text.ome.xml", "x");
        Assert.Equal(["a1.ome.zarr", "plain.ome.zarr", "text.ome.zarr"], await _rig.NamesAsync());
        Assert.DoesNotContain("plain.tif", _rig.Images.Peeked);
        Assert.DoesNotContain("text.ome.xml", _rig.Images.Peeked);
    }

    [Fact]
    public async Task A_file_that_only_points_to_its_set_is_not_shown_beside_it()
    {
        Set("b.ome.tif", "c.ome.tif");
        _rig.Write("a.ome.tif", "x");
        _rig.Images.Sets["a.ome.tif"] = new SetNames([], "b.ome.tif");
        _rig.Images.Sets["b.ome.tif"] = new SetNames(["a.ome.tif", "c.ome.tif"]);
        Assert.Equal(["b.ome.zarr"], await _rig.NamesAsync());
        _rig.Write("foreign.ome.tif", "x");
        _rig.Images.Sets["foreign.ome.tif"] = new SetNames([], "b.ome.tif"); // which does not name it in turn
        await _rig.ToldAsync("foreign.ome.zarr");
        _rig.Write("lost.ome.tif", "x");
        _rig.Images.Sets["lost.ome.tif"] = new SetNames([], "nowhere.companion.ome");
        await _rig.ToldAsync("lost.ome.zarr");
    }

    [Fact]
    public async Task Names_are_taken_whatever_their_case_and_what_is_not_there_hides_nothing()
    {
        Set("a1.ome.tif", "A2.OME.TIF");
        File.Move(_rig["A2.OME.TIF"], _rig["a2.ome.tif"]);
        _rig.Images.Sets["a1.ome.tif"] = new SetNames(["A2.OME.TIF", "gone.ome.tif"]);
        Assert.Equal(["a1.ome.zarr"], await _rig.NamesAsync());
    }

    [Fact]
    public async Task A_member_that_changes_changes_the_image()
    {
        Set("a1.ome.tif", "a2.ome.tif");
        var before = (await _rig.FindAsync("a1.ome.zarr")).Id;
        _rig.Write("a2.ome.tif", "something else");
        await _rig.ToldAsync("a1.ome.zarr");
        Assert.NotEqual(before, (await _rig.FindAsync("a1.ome.zarr")).Id);
    }

    [Fact]
    public async Task A_file_is_looked_into_once_a_version()
    {
        Set("a1.ome.tif", "a2.ome.tif");
        _rig.Write("alone.ome.tif", "x");
        await _rig.NamesAsync();
        var peeked = _rig.Images.Peeked.Count;
        _rig.Write("new.tif", "x");
        await _rig.ToldAsync("new.ome.zarr");
        Assert.Equal(peeked, _rig.Images.Peeked.Count);
        _rig.Write("alone.ome.tif", "longer");
        await _rig.ToldAsync("alone.ome.zarr");
        Assert.Equal(peeked + 1, _rig.Images.Peeked.Count);
    }

    [Theory]
    [InlineData("<BinaryOnly MetadataFile='set.companion.ome' UUID='urn:uuid:1'/>", "-> set.companion.ome")]
    [InlineData("<Image ID='I'><Pixels {0}><TiffData><UUID FileName='self.ome.tif'>urn:uuid:1</UUID></TiffData></Pixels></Image>", "")]
    [InlineData("<Image ID='I'><Pixels {0}><TiffData><UUID FileName='renamed.ome.tif'>urn:uuid:1</UUID></TiffData></Pixels></Image>", "")]
    [InlineData("<Image ID='I'><Pixels {0}><TiffData><UUID FileName='b.ome.tif'>urn:uuid:2</UUID></TiffData></Pixels></Image>", "b.ome.tif")]
    [InlineData("<Image ID='I'><Pixels {0}><TiffData><UUID FileName='../../etc/b.ome.tif'>urn:uuid:2</UUID></TiffData></Pixels></Image>", "b.ome.tif")]
    [InlineData("<Image ID='I'><Pixels {0}><TiffData><UUID FileName='sub\\b.ome.tif'>urn:uuid:2</UUID></TiffData></Pixels></Image>", "sub/b.ome.tif")]
    public async Task What_a_file_says_of_its_set(string content, string expected)
    {
        const string pixels = "ID='P' DimensionOrder='XYZCT' Type='uint8' SizeX='5' SizeY='4' SizeZ='1' SizeC='1' SizeT='1'";
        var xml = $"<OME xmlns='http://www.openmicroscopy.org/Schemas/OME/2016-06' UUID='urn:uuid:1'>{content.Replace("{0}", pixels, StringComparison.Ordinal)}</OME>";
        var ifd = new TestImage().ToIfd();
        ifd.Text(TiffTag.ImageDescription, xml);
        var tiff = new MemorySource(TiffWriter.Write(ifd, new TestImage().ToIfd(), new TestImage().ToIfd()), "/folder/self.ome.tif");
        foreach (var source in (MemorySource[])[tiff, new(Encoding.UTF8.GetBytes(xml), "/folder/self.ome.tif")])
        {
            var peek = await SetPeek.ReadAsync(source);
            Assert.Equal(expected, string.Join(' ', peek.Others) + (peek.MetadataFile is { } main ? "-> " + main : ""));
        }
    }

    public void Dispose() => _rig.Dispose();

    private void Set(params string[] names)
    {
        foreach (var name in names)
        {
            _rig.Write(name, name);
            _rig.Images.Sets[name] = new SetNames([.. names.Where(other => other != name)]);
        }
    }
}
