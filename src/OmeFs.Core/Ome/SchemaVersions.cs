namespace OmeFs.Core.Ome;

/// <summary>The released OME schemas, by the version in their namespace.</summary>
internal static class SchemaVersions
{
    public const string Newest = "2016-06";

    public const string NewestNamespace = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    /// <summary>The first version with Channel inside Pixels and with MetadataOnly.</summary>
    private const string FirstWithMetadataOnly = "2009-09";

    /// <summary>The first version that again has BigEndian, Interleaved and SignificantBits on Pixels.</summary>
    private const string FirstWithPixelsBigEndian = "2013-06";

    /// <summary>"2016-06" for ".../Schemas/OME/2016-06"; "2003-FC" for the first schema, whose namespace was the address of its XSD.</summary>
    public static string? OfNamespace(string uri)
    {
        var parts = uri.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 1; index + 1 < parts.Length; index++)
            if (parts[index] == "OME" && parts[index - 1] is "Schemas" or "XMLschemas")
                return parts[index + 1] == "FC" ? "2003-FC" : parts[index + 1];
        return null;
    }

    // Versions are year-month, so text order is their order; "2003-FC" and "2007-06" come before all of these.
    public static bool HasMetadataOnly(string? version) => IsFrom(version, FirstWithMetadataOnly);

    public static bool HasPixelsBigEndian(string? version) => IsFrom(version, FirstWithPixelsBigEndian);

    private static bool IsFrom(string? version, string first) =>
        version is { Length: 7 } && string.CompareOrdinal(version, first) >= 0 && string.CompareOrdinal(version, Newest) <= 0;
}
