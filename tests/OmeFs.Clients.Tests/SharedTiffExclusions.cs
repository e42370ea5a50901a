namespace OmeFs.Clients.Tests;

/// <summary>
/// Files of the shared corpus that omefs refuses although they are uncompressed or deflate, each with what the refusal must say
/// and why it is right. A file that stops being refused so fails the tests until its line is taken out.
/// </summary>
internal static class SharedTiffExclusions
{
    private const string Gdal = "rouault+gdal/autotest/gcore/data/";
    private const string Tigers = "BitMiracle+libtiff.net/TestCase/Expected.Tiff/tiger-rgb-float-tile-planar-";
    private const string TwelveMonkeys = "haraldk+TwelveMonkeys/imageio/imageio-tiff/src/test/resources/tiff/";

    internal static readonly IReadOnlyDictionary<string, (string Says, string Why)> Table = new Dictionary<string, (string, string)>
    {
        [Gdal + "block_width_above_32bit.tif"] = ("TileWidth", "tiles 2^31 wide, made to overflow readers: one chunk would be 256 MiB for one pixel"),
        [Gdal + "hugeblocksize.tif"] = ("TileWidth", "tiles 2^31 wide, made to overflow readers: one chunk would be 32 GiB for one pixel"),
        [Gdal + "int12_ycbcr_contig.tif"] = ("subsampled YCbCr", "subsampled YCbCr of 12 bits, packed as nobody specifies: libtiff refuses it as well"),
    };

    /// <summary>Files in codecs that omefs does not have, each with why not.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Undecodable = new Dictionary<string, string>
    {
        [Gdal + "gtiff/unsupported_codec_unknown.tif"] = "compression 44510 is nobody's: made to be refused",
    };

    private const string Planar = "tiffcp mixes up the samples of planar tiles with a predictor or LZW";
    private const string Subsampled = "tiffcp keeps tiled JPEG as subsampled YCbCr, which tifffile does not take apart";
    private const string TooLarge = "tiffcp refuses its size";

    /// <summary>Files that are shown, but about whose pixels neither tifffile nor tiffcp has a usable answer, each with why.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Unjudged = new Dictionary<string, string>
    {
        ["cgohlke+imagecodecs/tests/data/tiff/rgb.tiled.jpeg.u1.tif"] = Subsampled,
        ["cgohlke+imagecodecs/tests/data/tiff/rgb.tiled.jpeg.u2.tif"] = "JPEG of 12 bits, which Debian's libjpeg cannot decode; ForeignCodecTests holds others against DCMTK",
        ["cogeotiff+rio-tiler/tests/fixtures/cog_rgb.tif"] = Subsampled,
        ["image-rs+image-tiff/tests/images/tiled-jpeg-ycbcr.tif"] = Subsampled,
        ["python-pillow+Pillow/Tests/images/child_ifd.tiff"] = Subsampled,
        [Tigers + "24.tif_converted_deflate_3.tif"] = Planar,
        [Tigers + "24.tif_converted_lzw.tif"] = Planar,
        [Tigers + "32.tif_converted_deflate_3.tif"] = Planar,
        [Tigers + "32.tif_converted_lzw.tif"] = Planar,
        [Tigers + "64.tif_converted_deflate_3.tif"] = Planar,
        [Tigers + "64.tif_converted_lzw.tif"] = Planar,
        ["AcademySoftwareFoundation+OpenImageIO/testsuite/tiff-misc/ref/check1.tif"] = Planar,
        ["python-pillow+Pillow/Tests/images/tiff_tiled_planar_16bit_RGBa.tiff"] = TooLarge,
        [Gdal + "separate_tiled.tif"] = TooLarge,
        ["rouault+gdal/autotest/cpp/data/bug1488.tif"] = TooLarge,
        [Gdal + "huge-implied-number-strips.tif"] = "its second IFD, which cannot be read, says subsampled YCbCr: the judge's copy makes colours of the first, too",
        [Gdal + "contig_tiled.tif"] = "tiffcp stops at PackBits segments that end early",
        [TwelveMonkeys + "incorrect-compression-rle-as-g3.tif"] = "says G3 and is RLE: libtiff gives up",
    };
}
