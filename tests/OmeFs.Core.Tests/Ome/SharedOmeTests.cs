using System.Xml.Linq;
using OmeFs.Core.Ome;
using OmeFs.Core.Ome.Writing;
using OmeFs.Core.Ome.Xml;

namespace OmeFs.Core.Tests.Ome;

/// <summary>OME's own samples of every schema version and documents of other projects, against OME's own schemas.</summary>
public sealed class SharedOmeTests : IDisposable
{
    private const string NoShared = "no ../shared/data (or OMEFS_SHARED) with the samples";

    private readonly string _scratch = Directory.CreateTempSubdirectory("omefs-xsd-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [SkippableFact]
    public void Every_sample_is_read_as_an_obvious_reader_would()
    {
        Skip.If(SharedOme.Folder is null, NoShared);
        var read = 0;
        foreach (var (path, what) in SharedOme.Documents())
        {
            if (!what.Contains("well-formed=True", StringComparison.Ordinal))
            {
                Assert.False(Read(path).IsWhole);
                continue;
            }
            var document = Read(path);
            var root = XDocument.Load(path).Root!;
            var images = Children(root, "Image").ToArray();
            Assert.Equal(images.Length, document.Images.Count);
            Assert.Equal(Children(root, "Plate").Count(), document.Plates.Count);
            foreach (var (image, expected) in document.Images.Zip(images))
                AssertSame(expected, image);
            read++;
        }
        Assert.InRange(read, 120, int.MaxValue);
    }

    [SkippableFact]
    public void Files_that_are_no_OME_XML_are_not_taken_for_it()
    {
        Skip.If(SharedOme.Folder is null, NoShared);
        var others = Directory.GetFiles(Path.Combine(SharedOme.Folder!, "ome+ome-model"), "*.xsd", SearchOption.AllDirectories);
        Assert.NotEmpty(others);
        Assert.All(others, path =>
        {
            Assert.False(OmeXmlReader.LooksLikeOmeXml(File.ReadAllBytes(path)));
            Assert.Equal(FaultKind.Corrupt, Assert.Throws<OmeFsException>(() => Read(path)).Kind);
        });
    }

    [SkippableFact]
    public void What_is_written_for_each_valid_sample_is_valid_by_its_own_schema()
    {
        Skip.If(SharedOme.Folder is null, NoShared);
        Skip.IfNot(Xmllint.IsInstalled(), "no xmllint (Debian: libxml2-utils)");
        var written = SharedOme.Documents().Where(entry => entry.What.Contains("XSD-valid=True", StringComparison.Ordinal))
            .Select((entry, index) => Write(entry.Path, $"{index}.xml", split: false)).ToArray();
        Assert.InRange(written.Length, 100, int.MaxValue);
        AssertValid(written);
    }

    [SkippableFact]
    public void Channels_split_and_sizes_changed_are_valid_too()
    {
        Skip.If(SharedOme.Folder is null, NoShared);
        Skip.IfNot(Xmllint.IsInstalled(), "no xmllint (Debian: libxml2-utils)");
        AssertValid([.. SharedOme.Documents().Where(entry => entry.What.Contains("XSD-valid=True", StringComparison.Ordinal))
            .Select((entry, index) => Write(entry.Path, $"{index}.xml", split: true))]);
    }

    [SkippableFact]
    public void A_fresh_document_of_each_sample_is_valid()
    {
        Skip.If(SharedOme.Folder is null, NoShared);
        Skip.IfNot(Xmllint.IsInstalled(), "no xmllint (Debian: libxml2-utils)");
        var written = SharedOme.Documents().Where(entry => entry.What.Contains("well-formed=True", StringComparison.Ordinal)).Select((entry, index) =>
        {
            var document = Read(entry.Path);
            document = document with { Images = [.. document.Images.Select((image, i) => image with { NominalMagnification = i % 2 == 0 ? 20.5 : null })] };
            var groups = document.Images.Select((_, image) => $"{image}").ToArray();
            return Save($"{index}.xml", OmeMetadataWriter.Write(document, groups, [.. groups.Select(_ => PixelsOverride.None)], entry.Path));
        });
        AssertValid([.. written]);
    }

    /// <summary>Without this the validity above would mean nothing: the same validator refuses a document that is not right.</summary>
    [SkippableFact]
    public void The_validator_refuses_what_is_invalid()
    {
        Skip.If(SharedOme.Folder is null, NoShared);
        Skip.IfNot(Xmllint.IsInstalled(), "no xmllint (Debian: libxml2-utils)");
        File.WriteAllText(Path.Combine(_scratch, "bad.xml"), Fixtures.Document(Fixtures.Image("<MetadataOnly/><Channel ID=\"Channel:0\"/>")));
        Assert.NotEmpty(Xmllint.Validate(SharedOme.Folder!, "2016-06", _scratch, [Path.Combine(_scratch, "bad.xml")]));
    }

    private static OmeDocument Read(string path) => OmeXmlReader.Read(File.ReadAllBytes(path), path);

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static void AssertSame(XElement expected, OmeImage image)
    {
        Assert.Equal((string?)expected.Attribute("Name"), image.Name);
        var all = Children(expected, "Pixels").ToArray();
        var pixels = all.Single(candidate => all.Length == 1 || (string?)candidate.Attribute("ID") == image.Pixels.Id);
        Assert.Equal(
            $"{pixels.Attribute("SizeX")} {pixels.Attribute("SizeY")} {pixels.Attribute("SizeZ")} {pixels.Attribute("SizeC")} {pixels.Attribute("SizeT")}",
            $"SizeX=\"{image.Pixels.SizeX}\" SizeY=\"{image.Pixels.SizeY}\" SizeZ=\"{image.Pixels.SizeZ}\" SizeC=\"{image.Pixels.SizeC}\" SizeT=\"{image.Pixels.SizeT}\"");
        Assert.Equal((string?)pixels.Attribute("DimensionOrder"), image.Pixels.DimensionOrder.ToString());
        Assert.Equal(((string?)pixels.Attribute("Type") ?? (string?)pixels.Attribute("PixelType"))!, image.Pixels.Type!.Value.ToOmeName(), ignoreCase: true);
        var channels = Children(pixels, "Channel").Concat(Children(expected, "LogicalChannel")).ToArray();
        Assert.Equal(channels.Select(channel => (string?)channel.Attribute("Name")), image.Pixels.Channels.Select(channel => channel.Name));
        Assert.Equal(
            Children(pixels, "TiffData").Select(element => (
                (int?)element.Attribute("IFD"), (int?)element.Attribute("PlaneCount") ?? (int?)element.Attribute("NumPlanes"), Children(element, "UUID").SingleOrDefault()?.Value)),
            image.Pixels.TiffData.Select(element => (element.Ifd, element.PlaneCount, element.Uuid)));
        Assert.Equal(Children(pixels, "BinData").Count(), image.Pixels.BinDataCount);
        Assert.Equal(Children(pixels, "MetadataOnly").Any(), image.Pixels.MetadataOnly);
    }

    private void AssertValid(IReadOnlyList<string> files)
    {
        foreach (var version in files.GroupBy(file => Read(file).SchemaVersion!))
            Assert.Equal([], Xmllint.Validate(SharedOme.Folder!, version.Key, _scratch, [.. version]));
    }

    private string Write(string path, string name, bool split)
    {
        var document = Read(path);
        var groups = document.Images.Select((_, image) => $"{image}").ToArray();
        var changes = document.Images.Select(image => split
            ? new PixelsOverride
            {
                SizeC = 3 * Math.Max(1, image.Pixels.Channels.Count),
                SizeX = 7,
                Type = PixelType.Float,
                BigEndian = true,
                DimensionOrder = DimensionOrder.XYZCT,
            }
            : PixelsOverride.None);
        var bytes = OmeMetadataWriter.WriteMetadataOnly(File.ReadAllBytes(path), document, groups, [.. changes], path);
        AssertLayout(OmeXmlReader.Read(bytes, name), split);
        return Save(name, bytes);
    }

    private static void AssertLayout(OmeDocument written, bool split)
    {
        Assert.Equal(written.Images.Select((_, image) => $"Image:{image}"), written.Images.Select(image => image.Id));
        Assert.All(written.Images, image =>
        {
            Assert.True(image.Pixels is { MetadataOnly: true, TiffData.Count: 0, BinDataCount: 0 });
            Assert.All(image.Pixels.Channels, channel => Assert.Equal(1, channel.SamplesPerPixel));
            if (split && image.Pixels.Channels.Count > 0)
                Assert.Equal(image.Pixels.SizeC, image.Pixels.Channels.Count);
        });
    }

    private string Save(string name, byte[] bytes)
    {
        var path = Path.Combine(_scratch, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
