namespace OmeFs.Core.Ome;

/// <summary>What an OME-XML document says of images and of the files that hold them.</summary>
public sealed record OmeDocument
{
    /// <summary>The UUID of the file this document was found in, as written ("urn:uuid:...").</summary>
    public string? Uuid { get; init; }

    public string? Creator { get; init; }

    /// <summary>"2016-06", "2003-FC", ...; null for a namespace that is not OME's.</summary>
    public string? SchemaVersion { get; init; }

    public IReadOnlyList<OmeImage> Images { get; init; } = [];

    public IReadOnlyList<OmePlate> Plates { get; init; } = [];

    /// <summary>Set where the document only points to another file which holds the metadata.</summary>
    public BinaryOnly? BinaryOnly { get; init; }

    /// <summary>Whether it was read to its end: false where it is cut off, or stops to be well-formed.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>What it says that was not taken at its word; a bounded number.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>One series.</summary>
/// <param name="AcquisitionDate">As written; xsd:dateTime in a valid document.</param>
public sealed record OmeImage(string Id, string? Name, string? AcquisitionDate, Pixels Pixels)
{
    /// <summary>Of the objective it was taken through, for a document that is written afresh; null where it is not known.</summary>
    public double? NominalMagnification { get; init; }

    /// <summary>Its place among all Image elements of the document, of which some may have no Pixels.</summary>
    public int Ordinal { get; init; }
}

public sealed record OmePlate(string Id, string? Name);

/// <param name="MetadataFile">Relative to the file that says it; "/" separates folders. Empty where the document does not say it.</param>
public sealed record BinaryOnly(string MetadataFile, string? Uuid);
