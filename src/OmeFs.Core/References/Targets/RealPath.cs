namespace OmeFs.Core.References.Targets;

/// <summary>
/// Paths without "..", "." and symbolic links, as the kernel would go. Folders are resolved once, so one of these is good for a while, not
/// for ever. What does not exist is taken as it stands.
/// </summary>
internal sealed class RealPath
{
    private readonly Dictionary<string, string> _folders = new() { ["/"] = "/" };

    /// <exception cref="OmeFsException"><see cref="FaultKind.AccessRefused"/> for links that lead in circles.</exception>
    public string Of(string path)
    {
        var links = 0;
        return Resolve(path, ref links);
    }

    /// <param name="path">Absolute.</param>
    private string Resolve(string path, ref int links)
    {
        var cut = path.TrimEnd('/').LastIndexOf('/');
        if (cut < 0)
            return "/";
        var name = path[(cut + 1)..].TrimEnd('/');
        var folder = Folder(path[..cut], ref links);
        return name switch
        {
            "" or "." => folder,
            ".." => folder[..Math.Max(folder.LastIndexOf('/'), 0)] is { Length: > 0 } above ? above : "/",
            _ => Follow(folder, name, ref links),
        };
    }

    private string Folder(string path, ref int links)
    {
        if (path.Length == 0)
            return "/";
        return _folders.TryGetValue(path, out var known) ? known : _folders[path] = Resolve(path, ref links);
    }

    private string Follow(string folder, string name, ref int links)
    {
        var path = folder == "/" ? "/" + name : $"{folder}/{name}";
        if (LinkAt(path) is not { } target)
            return path;
        if (++links > ReferenceLimits.MaxSymbolicLinks)
            throw new OmeFsException(FaultKind.AccessRefused, $"{path}: too many symbolic links");
        return Resolve(target[0] == '/' ? target : $"{folder}/{target}", ref links);
    }

    private static string? LinkAt(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is { Length: > 0 } target ? target : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null; // opening it will say the same, by name
        }
    }
}
