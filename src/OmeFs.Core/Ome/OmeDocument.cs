namespace OmeFs.Core.Ome;

/// <summary>The content of an OME-XML document: its images, and the files with their planes.</summary>
public sealed record OmeDocument
{
    /// <summary>The UUID of the file with this document, as written ("urn:uuid:...").</summary>
    public string? Uuid { get; init; }

    public string? Creator { get; init; }

    /// <summary>"2016-06", "2003-FC", ...; null for a namespace that is not OME's.</summary>
    public string? SchemaVersion { get; init; }

    internal IReadOnlyList<OmeImage> Images { get; init; } = [];

    internal IReadOnlyList<OmePlate> Plates { get; init; } = [];

    /// <summary>Set if the document only points to another file with the metadata.</summary>
    internal BinaryOnly? BinaryOnly { get; init; }

    /// <summary>Whether the document was read to its end. False if it is truncated or stops being well-formed.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Values that were ignored or corrected; a bounded number.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>One series.</summary>
/// <param name="AcquisitionDate">As written; xsd:dateTime in a valid document.</param>
internal sealed record OmeImage(string Id, string? Name, string? AcquisitionDate, Pixels Pixels)
{
    /// <summary>The magnification of the objective, for a newly written document; null if it is not known.</summary>
    public double? NominalMagnification { get; init; }

    /// <summary>Index among all Image elements of the document, including those without Pixels.</summary>
    public int Ordinal { get; init; }
}

internal sealed record OmePlate(string Id, string? Name);

/// <param name="MetadataFile">Relative to the file with this element; "/" separates folders. Empty if the document does not give it.</param>
internal sealed record BinaryOnly(string MetadataFile, string? Uuid);
