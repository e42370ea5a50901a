namespace OmeFs.Core.Folders;

/// <summary>Decides by name alone which files of a folder are images, and gives their names in the tree.</summary>
internal static class ImageNames
{
    public const string Shown = ".ome.zarr";

    /// <summary>Known extensions, longer ones first: "a.ome.tif" becomes "a", not "a.ome".</summary>
    private static readonly string[] Extensions =
    [
        ".companion.ome", ".ome.xml.gz", ".ome.xml", ".ome.tiff", ".ome.tif", ".ome.tf2", ".ome.tf8", ".ome.btf",
        ".ome", ".tiff", ".tif", ".tf2", ".tf8", ".btf", ".svs", ".svslide", ".ptiff", ".ptif", ".qptiff", ".qpi",
        ".stk", ".lsm", ".ndpi", ".scn", ".bif", ".flex", ".zif", ".gel", ".pcoraw", ".eer",
    ];

    private static readonly string[] OmeTiffs = [".ome.tiff", ".ome.tif", ".ome.tf2", ".ome.tf8", ".ome.btf"];

    /// <summary>The name without its known extension; null if it is not the name of an image.</summary>
    public static string? Stem(string name)
    {
        foreach (var extension in Extensions)
            if (name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                return name[..^extension.Length];
        return null;
    }

    /// <summary>Whether a file of this name only describes images in other files, like a companion.</summary>
    public static bool IsCompanion(string name) => name.EndsWith(".companion.ome", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file of this name may belong to a set. OME-XML files are not opened: they may hold all their pixels as text.</summary>
    public static bool CanNameOtherFiles(string name) =>
        IsCompanion(name) || OmeTiffs.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The tree name of each image of one folder: its stem and ".ome.zarr". If two names would be equal, all of these keep their
    /// extensions. Depends on the names alone, not on their order.
    /// </summary>
    /// <param name="names">Names that have a <see cref="Stem"/>, all different.</param>
    public static Dictionary<string, string> Choose(IEnumerable<string> names)
    {
        var chosen = names.ToDictionary(name => name, name => Stem(name) + Shown);

        // Each round gives at least one file its whole name, and whole names are unique.
        while (chosen.GroupBy(pair => pair.Value).FirstOrDefault(same => same.Skip(1).Any()) is { } taken)
            foreach (var (name, _) in taken)
                chosen[name] = name + Shown;
        return chosen;
    }
}
