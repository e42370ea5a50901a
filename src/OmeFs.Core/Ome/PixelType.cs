namespace OmeFs.Core.Ome;

/// <summary>The pixel types of the OME schema.</summary>
internal enum PixelType
{
    Int8,
    Int16,
    Int32,
    UInt8,
    UInt16,
    UInt32,
    Float,
    Double,
    Complex,
    DoubleComplex,
    Bit,
}

/// <summary>Converts pixel types to and from their names in the schema.</summary>
internal static class PixelTypes
{
    /// <summary>The name in the 2016-06 schema, for example "uint16".</summary>
    public static string ToOmeName(this PixelType type) => type switch
    {
        PixelType.DoubleComplex => "double-complex",
#pragma warning disable CA1308 // the schema's names are lower case
        _ => type.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    /// <summary>Accepts the spelling of every schema: before 2008-09, unsigned types began with a capital ("Uint16").</summary>
    public static bool TryParse(string? text, out PixelType type)
    {
        foreach (var candidate in Enum.GetValues<PixelType>())
        {
            type = candidate;
            if (string.Equals(text, candidate.ToOmeName(), StringComparison.OrdinalIgnoreCase))
                return true;
        }
        type = default;
        return false;
    }
}
