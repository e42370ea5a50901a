namespace OmeFs.Core.Ome;

/// <summary>
/// A file as a document names it, relative to the document's folder and never outside of it: of an absolute name, and of one that leads
/// upwards, only the last part counts, since sets are moved between folders and systems.
/// </summary>
/// <param name="Value">"image.ome.tif" or "folder/image.ome.tif".</param>
internal readonly record struct MemberPath(string Value)
{
    /// <summary>What Linux and Windows alike have room for.</summary>
    private const int MaxPartCharacters = 255, MaxCharacters = 4096;

    /// <summary>The file's name without folders.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folders before the name; "" where there are none.</summary>
    public string Folder => Value[..Math.Max(0, Value.LastIndexOf('/'))];

    /// <summary>Whether a name leads upwards, out of its folder or back into it: whatever it means, it is looked for in the folder alone.</summary>
    public static bool LeadsUp(string? name) => (name ?? "").Split('/', '\\').Contains("..");

    /// <summary>Null where this can be no file's name. Either slash separates folders.</summary>
    public static MemberPath? Parse(string? name)
    {
        var parts = (name ?? "").Split('/', '\\');
        if (parts[^1] is "" or "." or ".." || name!.Length > MaxCharacters || name.Contains('\0') || Array.Exists(parts, part => part.Length > MaxPartCharacters))
            return null;
        var leadsAway = parts[0] is "" || parts[0].EndsWith(':') || parts.Contains("..");
        return new MemberPath(leadsAway ? parts[^1] : string.Join('/', parts.Where(part => part is not ("" or "."))));
    }
}
