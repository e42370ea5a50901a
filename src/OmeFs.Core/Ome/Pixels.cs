namespace OmeFs.Core.Ome;

/// <summary>The five-dimensional pixel array of an image, as the OME-XML describes it. TIFF tags win over it.</summary>
/// <remarks>
/// Invariant: SizeZ · SizeC · SizeT is at most <see cref="OmeLimits.MaxPlanes"/>. A size is 0 if the document does not give it. <c>MissingSizes</c>
/// fills in the sizes of z, c and t before planes are mapped.
/// </remarks>
internal sealed record Pixels
{
    public string Id { get; init; } = "";

    public required int SizeX { get; init; }

    public required int SizeY { get; init; }

    public required int SizeZ { get; init; }

    /// <summary>Counts samples: an RGB image with one Channel has SizeC 3.</summary>
    public required int SizeC { get; init; }

    public required int SizeT { get; init; }

    /// <summary>Letters that the document does not give are filled in.</summary>
    public required DimensionOrder DimensionOrder { get; init; }

    /// <summary>Null if the document does not give a known type.</summary>
    public required PixelType? Type { get; init; }

    public int? SignificantBits { get; init; }

    public bool? BigEndian { get; init; }

    public bool? Interleaved { get; init; }

    public PhysicalLength? PhysicalSizeX { get; init; }

    public PhysicalLength? PhysicalSizeY { get; init; }

    public PhysicalLength? PhysicalSizeZ { get; init; }

    public PhysicalTime? TimeIncrement { get; init; }

    public IReadOnlyList<Channel> Channels { get; init; } = [];

    public TiffDataList TiffData { get; init; } = TiffDataList.Empty;

    public long BinDataCount { get; init; }

    public bool MetadataOnly { get; init; }

    /// <summary>Index among the Pixels of the Image; older schemas allow several.</summary>
    public int Number { get; init; }
}

/// <param name="Value">Positive and finite.</param>
/// <param name="Unit">The symbol as written; else the schema's default.</param>
internal readonly record struct PhysicalLength(double Value, string Unit);

/// <param name="Value">Positive and finite.</param>
/// <param name="Unit">The symbol as written; else the schema's default.</param>
internal readonly record struct PhysicalTime(double Value, string Unit);
