namespace OmeFs.Core.Zarr.Formats;

/// <summary>All versions of Zarr that are read.</summary>
internal static class ZarrFormats
{
    private static readonly IZarrFormat[] All = [ZarrV2Format.Instance, ZarrV3Format.Instance];

    /// <summary>The format that has a metadata document of this name; null if none has.</summary>
    public static IZarrFormat? WithDocument(ReadOnlySpan<byte> key)
    {
        foreach (var format in All)
            if (format.HasDocument(key))
                return format;
        return null;
    }
}
