namespace OmeFs.Core.Tiff;

/// <summary>The number type of samples: tag 339.</summary>
public enum SampleFormat : ushort
{
    Unsigned = 1,
    Signed = 2,
    Float = 3,
    Undefined = 4,
    ComplexInteger = 5,
    Complex = 6,
}

/// <summary>The transformation of samples before compression: tag 317.</summary>
internal enum Predictor : ushort
{
    None = 1,
    Horizontal = 2,
    FloatingPoint = 3,
}

/// <summary>
/// How the pixels of one IFD are stored. The IFDs of one acquisition share a layout, so a file with a million IFDs has only a few of them.
/// </summary>
internal readonly record struct IfdLayout()
{
    private const int MaskPurpose = 4;

    /// <summary>Pixels along x.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels along y.</summary>
    public required int Length { get; init; }

    /// <summary>Planes of the IFD: ImageDepth in SGI volumes, else 1.</summary>
    public int Depth { get; init; } = 1;

    public required int SamplesPerPixel { get; init; }

    /// <summary>0 if the samples of a pixel have different sizes.</summary>
    public required int BitsPerSample { get; init; }

    /// <summary>The format of the first sample; <see cref="MixedFormats"/> says whether others differ.</summary>
    public required SampleFormat Format { get; init; }

    public bool MixedFormats { get; init; }

    public required Compression Compression { get; init; }

    public required Photometric Photometric { get; init; }

    /// <summary>None without compression: a predictor is then ignored, as in libtiff.</summary>
    public Predictor Predictor { get; init; } = Predictor.None;

    /// <summary>Each sample has separate segments (PlanarConfiguration 2).</summary>
    public bool Planar { get; init; }

    /// <summary>FillOrder 2: the first pixel is in the lowest bit.</summary>
    public bool ReversedBits { get; init; }

    /// <summary>The IFD is a smaller version of another image, by NewSubfileType or SubfileType.</summary>
    public bool Reduced { get; init; }

    /// <summary>Cb and Cr have fewer samples than Y.</summary>
    public bool Subsampled { get; init; }

    /// <summary>The IFD has a table of segments.</summary>
    public bool HasSegments { get; init; }

    /// <summary>The segments are tiles; else strips.</summary>
    public bool Tiled { get; init; }

    /// <summary>Pixels along x; for strips the width of the image.</summary>
    public required int SegmentWidth { get; init; }

    /// <summary>Pixels along y; for strips RowsPerStrip, at most the length of the image.</summary>
    public required int SegmentLength { get; init; }

    /// <summary>The bits of NewSubfileType for IFDs that are no ordinary image: 4 is a mask, others are depth maps and alternative previews.</summary>
    public int Purpose { get; init; }

    /// <summary>Whether the IFD is a transparency mask of another image, by NewSubfileType or PhotometricInterpretation.</summary>
    public bool Mask => (Purpose & MaskPurpose) != 0 || Photometric == Photometric.TransparencyMask;

    /// <summary>Planes of one segment: TileDepth in SGI volumes, else 1.</summary>
    public int SegmentDepth { get; init; } = 1;

    /// <summary>Entries in the table of offsets; fewer than <see cref="SegmentCount"/> in a broken IFD.</summary>
    public long OffsetCount { get; init; }

    /// <summary>Entries in the table of byte counts.</summary>
    public long CountCount { get; init; }

    /// <summary>RowsPerStrip is missing or wrong; see <see cref="StripRows"/>.</summary>
    public bool RowsByTables { get; init; }

    /// <summary>The layout of an unreadable IFD, which has an index in the chain but no pixels.</summary>
    public static readonly IfdLayout Unreadable = new()
    {
        Width = 1,
        Length = 1,
        SamplesPerPixel = 1,
        BitsPerSample = 0,
        Format = SampleFormat.Undefined,
        Compression = Compression.None,
        Photometric = Photometric.Unknown,
        SegmentWidth = 1,
        SegmentLength = 1,
        IsUnreadable = true,
    };

    /// <summary>Whether this is <see cref="Unreadable"/>.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Segments along the planes of a volume.</summary>
    public int SegmentsDeep => Ceiling.Divide(Depth, SegmentDepth);

    /// <summary>Segments along x.</summary>
    public int SegmentsAcross => Ceiling.Divide(Width, SegmentWidth);

    /// <summary>Segments along y.</summary>
    public int SegmentsDown => Ceiling.Divide(Length, SegmentLength);

    /// <summary>Segments of all samples and planes together; at most long.MaxValue.</summary>
    public long SegmentCount => (long)Int128.Min(long.MaxValue, (Int128)SegmentsAcross * SegmentsDown * SegmentsDeep * (Planar ? SamplesPerPixel : 1));

    /// <summary>Samples of one pixel in one segment.</summary>
    public int SamplesPerSegment => Planar ? 1 : SamplesPerPixel;

    /// <summary>Bytes of one uncompressed plane, all samples together, if its strips are stored end to end.</summary>
    public Int128 PlaneBytes => (Int128)SegmentRowBytes * Length * (Planar ? SamplesPerPixel : 1);

    /// <summary>Bytes of one decoded row of a segment; rows begin at whole bytes.</summary>
    public long SegmentRowBytes => (((long)SegmentWidth * SamplesPerSegment * BitsPerSample) + 7) / 8;

    /// <summary>Rows of the segment at row <paramref name="down"/> of the segment grid: the last strip may be short, tiles are always whole.</summary>
    public int RowsOfSegment(int down) => Tiled ? SegmentLength : (int)Math.Min(SegmentLength, Length - ((long)down * SegmentLength));

    /// <summary>Whether the last strip of a plane has fewer rows than the others.</summary>
    public bool LastIsShort => !Tiled && Length % SegmentLength != 0;

    /// <summary>"tile" or "strip", for messages.</summary>
    public string SegmentWord => Tiled ? "tile" : "strip";
}
