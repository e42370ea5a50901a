namespace OmeFs.Clients.Tests;

/// <summary>
/// Files of the shared corpus that omefs refuses although they are uncompressed or deflate, each with what the refusal must say
/// and why it is right. A file that stops being refused so fails the tests until its line is taken out.
/// </summary>
internal static class SharedTiffExclusions
{
    private const string Gdal = "rouault+gdal/autotest/gcore/data/";

    internal static readonly IReadOnlyDictionary<string, (string Says, string Why)> Table = new Dictionary<string, (string, string)>
    {
        [Gdal + "block_width_above_32bit.tif"] = ("TileWidth", "tiles 2^31 wide, made to overflow readers: one chunk would be 256 MiB for one pixel"),
        [Gdal + "hugeblocksize.tif"] = ("TileWidth", "tiles 2^31 wide, made to overflow readers: one chunk would be 32 GiB for one pixel"),
        [Gdal + "huge-implied-number-strips.tif"] = ("ImageLength", "its second IFD is 2^31-1 high with 8224 samples, and holds nothing"),
        ["rouault+gdal/autotest/cpp/data/cint32.tif"] = ("BitsPerSample", "complex integers: neither Zarr nor numpy has such a type"),
        [Gdal + "cint_sar.tif"] = ("BitsPerSample", "complex integers: neither Zarr nor numpy has such a type"),
        [Gdal + "int12_ycbcr_contig.tif"] = ("YCbCrSubsampling", "subsampled YCbCr outside JPEG: samples do not lie one a pixel"),
        ["cgohlke+imagecodecs/tests/data/tiff/gray.depth.deflate.u1.tif"] = ("ImageDepth", "a volume in one IFD (SGI's ImageDepth): its tiles are no planes"),
    };
}
