namespace OmeFs.Core.Tiff;

/// <summary>The tags omefs reads. *Spec:* TIFF 6.0 part 1 to 3, TIFF/EP for SubIFDs, SGI for ImageDepth, GDAL for its nodata value.</summary>
public enum TiffTag : ushort
{
    NewSubfileType = 254,
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    Photometric = 262,
    FillOrder = 266,
    ImageDescription = 270,
    StripOffsets = 273,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripByteCounts = 279,
    XResolution = 282,
    YResolution = 283,
    PlanarConfiguration = 284,
    ResolutionUnit = 296,
    Predictor = 317,
    ColorMap = 320,
    TileWidth = 322,
    TileLength = 323,
    TileOffsets = 324,
    TileByteCounts = 325,
    SubIfds = 330,
    ExtraSamples = 338,
    SampleFormat = 339,
    YCbCrSubsampling = 530,
    ImageDepth = 32997,
    GdalNoData = 42113,
}
