namespace OmeFs.Clients.Tests;

/// <summary>
/// That the metadata check beside every pixel comparison (NGFF 0.4 JSON schemas, OME XSD, .zmetadata) can fail: a copied tree is
/// spoilt in one place and must be rejected.
/// </summary>
public sealed class SchemaTests(PixelComparer comparer) : IClassFixture<PixelComparer>
{
    [SkippableTheory]
    [InlineData("0/.zattrs", "\"c\"", "\"channel\"")]
    [InlineData("0/.zattrs", "\"scale\"", "\"scales\"")]
    [InlineData("0/.zattrs", "\"0.4\"", "\"0.3\"")]
    [InlineData("OME/METADATA.ome.xml", "<MetadataOnly", "<TiffData")]
    [InlineData("OME/METADATA.ome.xml", "Image:1", "Image:7")]
    [InlineData("OME/METADATA.ome.xml", "SizeX=", "Width=")]
    [InlineData(".zmetadata", "\"<u2\"", "\"<u4\"")]
    [InlineData(".zattrs", "bioformats2raw.layout\": 3", "bioformats2raw.layout\": 4")]
    public void A_spoilt_document_is_rejected(string path, string right, string wrong)
    {
        Repository.SkipWithoutCorpus();
        using var mounted = Mounted.Open(Repository.Fixture("ome-several-images.ome.tif"));
        Assert.Empty(comparer.Differences(mounted.Source, mounted.Point));

        var copy = Path.Combine(Repository.Scratch, "spoilt");
        Commands.Run(["cp", "-r", "--no-preserve=mode", mounted.Point, copy]);
        try
        {
            var text = File.ReadAllText(Path.Combine(copy, path)).Replace("\":3", "\": 3", StringComparison.Ordinal);
            Assert.Contains(right, text, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(copy, path), text.Replace(right, wrong, StringComparison.Ordinal));
            Assert.NotEmpty(comparer.Differences(mounted.Source, copy));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
