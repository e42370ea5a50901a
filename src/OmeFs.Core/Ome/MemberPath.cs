namespace OmeFs.Core.Ome;

/// <summary>
/// The path of a file that a document names: relative to the document's folder and never outside it. Of an absolute name, or of one that leads
/// upwards, only the last part is used, because sets are moved between folders and systems.
/// </summary>
/// <param name="Value">"image.ome.tif" or "folder/image.ome.tif".</param>
internal readonly record struct MemberPath(string Value)
{
    /// <summary>The longest names that both Linux and Windows allow.</summary>
    private const int MaxPartCharacters = 255, MaxCharacters = 4096;

    /// <summary>The file's name without folders.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folders before the name; "" if there are none.</summary>
    public string Folder => Value[..Math.Max(0, Value.LastIndexOf('/'))];

    /// <summary>Whether a name has "..", even if it leads back into its folder. Such a file is only looked for in the folder itself.</summary>
    public static bool LeadsUp(string? name) => (name ?? "").Split('/', '\\').Contains("..");

    /// <summary>Null if the text cannot be the name of a file. Either slash separates folders.</summary>
    public static MemberPath? Parse(string? name)
    {
        var parts = (name ?? "").Split('/', '\\');
        if (parts[^1] is "" or "." or ".." || name!.Length > MaxCharacters || name.Contains('\0') || Array.Exists(parts, part => part.Length > MaxPartCharacters))
            return null;
        var leadsAway = parts[0] is "" || parts[0].EndsWith(':') || parts.Contains("..");
        return new MemberPath(leadsAway ? parts[^1] : string.Join('/', parts.Where(part => part is not ("" or "."))));
    }
}
