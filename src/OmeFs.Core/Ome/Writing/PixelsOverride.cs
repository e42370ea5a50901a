namespace OmeFs.Core.Ome.Writing;

/// <summary>Values of the TIFF, or of the shown layout, that replace those of the OME-XML. Null keeps the OME-XML's value.</summary>
internal sealed record PixelsOverride
{
    public static readonly PixelsOverride None = new();

    public int? SizeX { get; init; }

    public int? SizeY { get; init; }

    public int? SizeZ { get; init; }

    /// <summary>Counts samples, as SizeC does.</summary>
    public int? SizeC { get; init; }

    public int? SizeT { get; init; }

    public PixelType? Type { get; init; }

    public DimensionOrder? DimensionOrder { get; init; }

    public bool? BigEndian { get; init; }

    /// <summary>The value that replaces an attribute of Pixels, or null.</summary>
    internal string? Of(string attribute) => attribute switch
    {
        "SizeX" => Text(SizeX),
        "SizeY" => Text(SizeY),
        "SizeZ" => Text(SizeZ),
        "SizeC" => Text(SizeC),
        "SizeT" => Text(SizeT),
        "Type" => Type?.ToOmeName(),
        "DimensionOrder" => DimensionOrder?.ToString(),
        "BigEndian" => BigEndian is { } big ? big ? "true" : "false" : null,
        _ => null,
    };

    /// <summary>The values to write for an image: these, and the parsed OME-XML's for all that are null.</summary>
    internal PixelsOverride Over(Pixels pixels) => this with
    {
        SizeX = SizeX ?? Declared(pixels.SizeX),
        SizeY = SizeY ?? Declared(pixels.SizeY),
        SizeZ = SizeZ ?? Declared(pixels.SizeZ),
        SizeC = SizeC ?? Declared(pixels.SizeC),
        SizeT = SizeT ?? Declared(pixels.SizeT),
        Type = Type ?? pixels.Type,
        DimensionOrder = DimensionOrder ?? pixels.DimensionOrder,
    };

    internal Pixels ApplyTo(Pixels pixels) => pixels with
    {
        SizeX = SizeX ?? pixels.SizeX,
        SizeY = SizeY ?? pixels.SizeY,
        SizeZ = SizeZ ?? pixels.SizeZ,
        SizeC = SizeC ?? pixels.SizeC,
        SizeT = SizeT ?? pixels.SizeT,
        Type = Type ?? pixels.Type,
        DimensionOrder = DimensionOrder ?? pixels.DimensionOrder,
        BigEndian = BigEndian ?? pixels.BigEndian,
    };

    private static int? Declared(int size) => size > 0 ? size : null;

    private static string? Text(int? value) => value is { } size ? $"{size}" : null;
}
