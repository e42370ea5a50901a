namespace OmeFs.Core.References.Targets;

/// <summary>Where a URL leads to.</summary>
internal enum TargetPlace
{
    /// <summary>A path on this machine.</summary>
    Local,

    /// <summary>Another scheme than file: s3, http, ...</summary>
    Remote,

    /// <summary>Null, and the user has not said what it means.</summary>
    Unnamed,

    /// <summary>Nowhere: nothing that could be a path.</summary>
    None,
}

/// <summary>A reference's URL, taken apart.</summary>
/// <param name="Text">An absolute path (not resolved yet), or the URL as it stands.</param>
internal readonly record struct TargetUrl(TargetPlace Place, string Text)
{
    private const string Host = "localhost/";

    /// <param name="folder">What relative paths are relative to, absolute.</param>
    public static TargetUrl Of(string url, string folder)
    {
        if (url.Length == 0 || url.Contains('\0'))
            return new TargetUrl(TargetPlace.None, url);
        if (SchemeOf(url) is not { } scheme)
            return new TargetUrl(TargetPlace.Local, Path.Join(url[0] == '/' ? "" : folder, url));
        if (scheme is not ("file" or "local"))
            return new TargetUrl(TargetPlace.Remote, url);
        var path = url[(scheme.Length + "://".Length)..];
        if (path.StartsWith(Host, StringComparison.OrdinalIgnoreCase))
            path = path[(Host.Length - 1)..];
        return path.Length == 0 ? new TargetUrl(TargetPlace.None, url) : new TargetUrl(TargetPlace.Local, Path.Join(path[0] == '/' ? "" : folder, path));
    }

    /// <summary>The scheme in small letters; null for a path.</summary>
    public static string? SchemeOf(string url)
    {
        var end = url.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && url.AsSpan(0, end).IndexOf('/') < 0 ? url[..end].ToLowerInvariant() : null;
    }
}
