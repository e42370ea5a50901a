using System.Text;

namespace OmeFs.Clients.Tests;

/// <summary>
/// That the judge of every mounted tree (pixels, NGFF 0.4 JSON schemas, OME XSD, .zmetadata) can find a fault: a copied tree is
/// spoilt in one place and must be rejected.
/// </summary>
public sealed class JudgeTests(PixelComparer comparer) : IClassFixture<PixelComparer>
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
        Spoil(path, bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.Contains(right, text, StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void One_spoilt_bit_of_one_pixel_is_found_out() => Spoil("0/0/0/1/0/0/0", bytes =>
    {
        bytes[^1] ^= 1;
        return bytes;
    });

    [Fact]
    public void A_chunk_that_is_not_there_is_found_out() => Spoil("0/0/0/1/0/0/0", _ => null);

    /// <summary>Changes one file of a copied tree, or takes it away, and wants the judge to find it.</summary>
    private void Spoil(string path, Func<byte[], byte[]?> change)
    {
        using var mounted = Mounted.Open(Repository.Fixture("ome-several-images.ome.tif"));
        comparer.AssertSame(mounted.Source, mounted.Point);
        var copy = Path.Combine(Repository.Scratch, "spoilt");
        Commands.Run(["cp", "-r", "--no-preserve=mode", mounted.Point, copy]);
        try
        {
            var file = Path.Combine(copy, path);
            if (change(File.ReadAllBytes(file)) is { } changed)
                File.WriteAllBytes(file, changed);
            else
                File.Delete(file);
            Assert.NotEmpty(comparer.Differences(mounted.Source, copy));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
