namespace OmeFs.Core.Sources.Local;

/// <summary>
/// Paths without "..", "." and symbolic links, as the kernel would go. Folders are resolved once, so one of these is good for a while, not
/// for ever. What does not exist is taken as it stands.
/// </summary>
/// <remarks>*Invariant:* no step is taken into a mount of omefs: asking our own mount from a thread that answers it would wait for ever.</remarks>
/// <param name="home">
/// The file system that the document itself is on: it may be such a mount, one that was there before. Null for what the user has named before
/// anything is mounted: then every mount may be entered.
/// </param>
internal sealed class RealPath(DeviceNumber? home)
{
    /// <summary>As Linux does.</summary>
    private const int MaxSymbolicLinks = 40;

    /// <summary>PATH_MAX without its NUL.</summary>
    private const int MaxBytes = 4095;

    private readonly Dictionary<string, string> _folders = [];

    /// <exception cref="OmeFsException">
    /// <see cref="FaultKind.NotFound"/> for links that lead in circles and for a path that is too long; <see cref="FaultKind.SourceFailed"/>
    /// for one that leads into a mount of omefs.
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

    /// <summary>Null for a path of which nothing can be resolved.</summary>
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

    /// <param name="from">A path that is real.</param>
    /// <param name="rest">What comes after it.</param>
    /// <param name="whole">For messages.</param>
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
