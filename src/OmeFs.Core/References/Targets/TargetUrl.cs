using OmeFs.Core.Sources;

namespace OmeFs.Core.References.Targets;

/// <summary>A parsed URL of a reference.</summary>
/// <param name="Location">An absolute path (not yet resolved), or the unchanged URL.</param>
internal readonly record struct TargetUrl(TargetKind Kind, string Location)
{
    private const string Host = "localhost/";

    /// <param name="folder">The base of relative paths; absolute.</param>
    public static TargetUrl Of(string url, string folder)
    {
        if (url.Length == 0 || url.Contains('\0'))
            return new TargetUrl(TargetKind.None, url);
        if (SourceAddress.SchemeOf(url) is not { } scheme)
            return new TargetUrl(TargetKind.Local, Path.Join(url[0] == '/' ? "" : folder, url));
        if (scheme is not ("file" or "local"))
            return new TargetUrl(TargetKind.Remote, url);
        var path = url[(scheme.Length + "://".Length)..];
        if (path.StartsWith(Host, StringComparison.OrdinalIgnoreCase))
            path = path[(Host.Length - 1)..];
        return path.Length == 0 ? new TargetUrl(TargetKind.None, url) : new TargetUrl(TargetKind.Local, Path.Join(path[0] == '/' ? "" : folder, path));
    }
}
