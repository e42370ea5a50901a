namespace OmeFs.Core.Ome;

/// <summary>The five-dimensional pixel array of an image, as the OME-XML describes it. TIFF tags win over it.</summary>
/// <remarks>
/// Invariant: SizeZ · SizeC · SizeT is at most <see cref="OmeLimits.MaxPlanes"/>. A size is 0 where the document does not say it; those of z, c
/// and t are filled in by <c>MissingSizes</c> before planes are looked for.
/// </remarks>
public sealed record Pixels
{
    public string Id { get; init; } = "";

    public required int SizeX { get; init; }

    public required int SizeY { get; init; }

    public required int SizeZ { get; init; }

    /// <summary>Counts samples: an RGB image of one Channel has SizeC 3.</summary>
    public required int SizeC { get; init; }

    public required int SizeT { get; init; }

    /// <summary>What the document does not say of it is filled in.</summary>
    public required DimensionOrder DimensionOrder { get; init; }

    /// <summary>Null where the document does not say it, or says something that is no type.</summary>
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

    /// <summary>Position among the Pixels of the Image, of which older schemas allow several.</summary>
    public int Number { get; init; }
}

/// <param name="Value">Positive and finite.</param>
/// <param name="Unit">The symbol as written; the schema's default where none is.</param>
public readonly record struct PhysicalLength(double Value, string Unit);

/// <param name="Value">Positive and finite.</param>
/// <param name="Unit">The symbol as written; the schema's default where none is.</param>
public readonly record struct PhysicalTime(double Value, string Unit);
