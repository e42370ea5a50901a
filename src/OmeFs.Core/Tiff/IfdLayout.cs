namespace OmeFs.Core.Tiff;

/// <summary>Kinds of number a sample can be: tag 339.</summary>
public enum SampleFormat : ushort
{
    Unsigned = 1,
    Signed = 2,
    Float = 3,
    Undefined = 4,
    ComplexInteger = 5,
    Complex = 6,
}

/// <summary>What was done to samples before they were compressed: tag 317.</summary>
public enum Predictor : ushort
{
    None = 1,
    Horizontal = 2,
    FloatingPoint = 3,
}

/// <summary>
/// How the pixels of one IFD are stored. IFDs of one acquisition share it, so a file with a million IFDs has a handful of layouts.
/// </summary>
/// <param name="Depth">Planes in the one IFD (ImageDepth of SGI's volumes); 1 but for those.</param>
/// <param name="BitsPerSample">0 where the samples of a pixel differ in size.</param>
/// <param name="Format">The first sample's; <paramref name="MixedFormats"/> says whether others differ.</param>
/// <param name="Predictor">None where nothing is compressed: there a predictor is ignored, as libtiff does.</param>
/// <param name="Planar">Each sample has segments of its own (PlanarConfiguration 2).</param>
/// <param name="ReversedBits">FillOrder 2: the first pixel is in the lowest bit.</param>
/// <param name="Reduced">NewSubfileType or SubfileType says: a smaller version of another image.</param>
/// <param name="SegmentWidth">Pixels; the image's width for strips.</param>
/// <param name="SegmentLength">Pixels; RowsPerStrip, at most the image's length, for strips.</param>
public readonly record struct IfdLayout(
    int Width,
    int Length,
    int Depth,
    int SamplesPerPixel,
    int BitsPerSample,
    SampleFormat Format,
    bool MixedFormats,
    Compression Compression,
    int Photometric,
    Predictor Predictor,
    bool Planar,
    bool ReversedBits,
    bool Reduced,
    bool Subsampled,
    bool HasSegments,
    bool Tiled,
    int SegmentWidth,
    int SegmentLength)
{
    private const int MaskPurpose = 4, PhotometricMask = 4;

    /// <summary>The bits of NewSubfileType that make the IFD no image like others: 4 a mask, more for depth maps and alternative previews.</summary>
    public int Purpose { get; init; }

    /// <summary>Whether the IFD is a transparency mask of another image, by NewSubfileType or PhotometricInterpretation.</summary>
    public bool Mask => (Purpose & MaskPurpose) != 0 || Photometric == PhotometricMask;

    /// <summary>Planes of one segment (TileDepth of SGI's volumes); 1 but for those.</summary>
    public int SegmentDepth { get; init; } = 1;

    /// <summary>How many segments the table of offsets has; fewer than <see cref="SegmentCount"/> in a broken IFD.</summary>
    public long OffsetCount { get; init; }

    /// <summary>The same of the byte counts.</summary>
    public long CountCount { get; init; }

    /// <summary>RowsPerStrip is missing or wrong; see <see cref="StripRows"/>.</summary>
    public bool RowsByTables { get; init; }

    /// <summary>The layout of an IFD that cannot be read: it has its place in the chain, and no pixels.</summary>
    public static readonly IfdLayout Unreadable = new(
        1, 1, 1, 1, 0, SampleFormat.Undefined, false, Compression.None, -1, Predictor.None, false, false, false, false, false, false, 1, 1)
    {
        IsUnreadable = true,
    };

    /// <summary>Whether this is <see cref="Unreadable"/>.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Segments along the planes of a volume.</summary>
    public int SegmentsDeep => (int)(((long)Depth + SegmentDepth - 1) / SegmentDepth);

    /// <summary>Segments along x.</summary>
    public int SegmentsAcross => (int)(((long)Width + SegmentWidth - 1) / SegmentWidth);

    /// <summary>Segments along y.</summary>
    public int SegmentsDown => (int)(((long)Length + SegmentLength - 1) / SegmentLength);

    /// <summary>Segments of all samples and planes together; long.MaxValue where nobody could count them.</summary>
    public long SegmentCount => (long)Int128.Min(long.MaxValue, (Int128)SegmentsAcross * SegmentsDown * SegmentsDeep * (Planar ? SamplesPerPixel : 1));

    /// <summary>Samples that lie together in one segment's pixel.</summary>
    public int SamplesPerSegment => Planar ? 1 : SamplesPerPixel;

    /// <summary>Bytes of all samples of one uncompressed plane in strips that lie end to end.</summary>
    public Int128 PlaneBytes => (Int128)SegmentRowBytes * Length * (Planar ? SamplesPerPixel : 1);

    /// <summary>Bytes of one decoded row of a segment; rows begin at whole bytes.</summary>
    public long SegmentRowBytes => (((long)SegmentWidth * SamplesPerSegment * BitsPerSample) + 7) / 8;

    /// <summary>Rows of the segment at this place along y: the last strip is short, tiles are always whole.</summary>
    public int RowsOfSegment(int down) => Tiled ? SegmentLength : (int)Math.Min(SegmentLength, Length - ((long)down * SegmentLength));

    /// <summary>Whether the last strip of a plane has fewer rows than the others.</summary>
    public bool LastIsShort => !Tiled && Length % SegmentLength != 0;

    /// <summary>"tile" or "strip", for messages.</summary>
    public string SegmentWord => Tiled ? "tile" : "strip";
}
