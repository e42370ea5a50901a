using OmeFs.Core;

namespace OmeFs.Composition;

/// <summary>Recognises folders that are already Zarr. As folders of images, they would seem empty.</summary>
internal static class ZarrFolders
{
    private const int MostNames = 3;

    private static readonly string[] Documents = [".zgroup", ".zarray", ".zattrs", ".zmetadata", "zarr.json"];

    /// <exception cref="OmeFsException"><see cref="FaultKind.Unsupported"/>: it is Zarr, or is inside one.</exception>
    public static void MustNotBe(string folder)
    {
        if (IsZarr(folder))
            throw new OmeFsException(FaultKind.Unsupported, $"{folder}: this is Zarr already; open it directly, without omefs");
        if (File.Exists(Path.Join(folder, "attributes.json")) && !Directory.EnumerateFiles(folder).Skip(1).Any())
            throw new OmeFsException(FaultKind.Unsupported, $"{folder}: this seems to be N5; omefs shows TIFF and OME-TIFF; open it directly (Fiji, z5, zarr-python 2)");
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
            if (above.EndsWith(".zarr", StringComparison.OrdinalIgnoreCase) && IsZarr(above))
                throw new OmeFsException(FaultKind.Unsupported, $"{folder}: this is part of the Zarr {above}; open that directly, without omefs");
    }

    /// <summary>A notice about why a folder shows no image; null if there is nothing to say.</summary>
    public static string? WhyEmpty(string folder)
    {
        try
        {
            var stores = Directory.EnumerateDirectories(folder, "*.parq").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
            if (stores.Count > 0)
                return $"no image here, but references in Parquet; mount them by themselves: omefs mount {PrintableText.Word(Path.Join(folder, stores[0]))} MOUNTPOINT";
            var zarr = Directory.EnumerateDirectories(folder).Where(IsZarr).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(MostNames + 1).ToList();
            if (zarr.Count > 0)
                return $"no image here, but {string.Join(", ", zarr.Take(MostNames))}{(zarr.Count > MostNames ? ", ..." : "")}: Zarr already; open it directly, without omefs";
            var others = Directory.EnumerateFiles(folder).Select(Path.GetExtension).GroupBy(extension => extension!.ToLowerInvariant()).OrderByDescending(group => group.Count())
                .Take(MostNames).Select(group => $"{group.Count()} {(group.Key.Length == 0 ? "without extension" : group.Key)}").ToList();
            return "no file here has the name of a TIFF or OME-XML file (.ome.tif, .tif, .svs, .ome.xml, ...)"
                + (others.Count == 0 ? "; new files appear while it is mounted" : $"; it has {string.Join(", ", others)}: name such a file itself if it is a TIFF");
        }
        catch (Exception cause) when (SystemFault.Is(cause))
        {
            return null; // Listing the folder reports this fault.
        }
    }

    private static bool IsZarr(string folder) => Documents.Any(document => File.Exists(Path.Join(folder, document)));
}
