namespace OmeFs.Core.Sources.Local;

/// <summary>
/// Resolves paths without "..", "." and symbolic links, as the kernel does. Each folder is resolved once, so use an instance only for a short
/// time. Parts that do not exist stay as they are.
/// </summary>
/// <remarks>*Invariant:* no mount of omefs is entered: a request to our own mount, from a thread that answers it, would wait for ever.</remarks>
/// <param name="home">
/// The file system of the document itself, which may be an earlier mount of omefs. Null for a path that the user gave before anything was mounted:
/// then every mount may be entered.
/// </param>
internal sealed class RealPath(DeviceNumber? home)
{
    /// <summary>The same limit as in Linux.</summary>
    private const int MaxSymbolicLinks = 40;

    /// <summary>PATH_MAX without its NUL.</summary>
    private const int MaxBytes = 4095;

    private readonly Dictionary<string, string> _folders = [];

    /// <exception cref="OmeFsException">
    /// <see cref="FaultKind.NotFound"/>: links are circular, or the path is too long. <see cref="FaultKind.SourceFailed"/>: it leads into a mount of
    /// omefs.
    /// </exception>
    /// <param name="path">Absolute.</param>
    public string Of(string path)
    {
        if (NameText.ByteCount(path) > MaxBytes)
            throw new OmeFsException(FaultKind.NotFound, $"{path[..64]}...: no such file: the path is longer than {MaxBytes} bytes");
        var cut = path.TrimEnd('/').LastIndexOf('/');
        if (cut < 0)
            return "/";
        if (!_folders.TryGetValue(path[..cut], out var folder))
            _folders[path[..cut]] = folder = Walk("/", path[..cut], path);
        return Walk(folder, path[cut..], path);
    }

    /// <summary>Null for a path that cannot be resolved.</summary>
    /// <param name="path">Absolute.</param>
    public string? TryOf(string path)
    {
        try
        {
            return Of(path);
        }
        catch (OmeFsException)
        {
            return null;
        }
    }

    /// <param name="from">A path that is resolved already.</param>
    /// <param name="rest">The path that follows.</param>
    /// <param name="whole">The whole path, for messages.</param>
    private string Walk(string from, string rest, string whole)
    {
        var (real, links) = (from, 0);
        while (rest.Length > 0)
        {
            var end = rest.IndexOf('/');
            var name = end < 0 ? rest : rest[..end];
            rest = end < 0 ? "" : rest[(end + 1)..];
            if (name is "" or ".")
                continue;
            if (name == "..")
                real = real.LastIndexOf('/') is > 0 and var above ? real[..above] : "/";
            else if ((real == "/" ? "/" + name : $"{real}/{name}") is var path && ILocalSystem.Current.LinkAt(path, home) is not { } target)
                real = path;
            else if (++links > MaxSymbolicLinks || NameText.ByteCount(target) + NameText.ByteCount(rest) > 2 * MaxBytes)
                throw new OmeFsException(FaultKind.NotFound, $"{whole}: no such file: its symbolic links lead in a circle");
            else
                (real, rest) = (target[0] == '/' ? "/" : real, $"{target}/{rest}");
        }
        return real;
    }
}
