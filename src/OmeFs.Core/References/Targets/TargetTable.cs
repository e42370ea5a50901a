namespace OmeFs.Core.References.Targets;

/// <summary>The targets of a document, judged once, before anything is mounted; by the number of their URL.</summary>
internal sealed class TargetTable
{
    private readonly Target[] _targets;

    private TargetTable(Target[] targets) => _targets = targets;

    public int Count => _targets.Length;

    public Target this[int url] => _targets[url];

    public bool HasRemote => Array.Exists(_targets, target => target is { Kind: TargetPlace.Remote, IsRefused: false });

    /// <param name="folder">The document's as the user named it: what relative URLs are relative to.</param>
    public static TargetTable Judge(UrlTable urls, string folder, SourcePolicy policy)
    {
        var paths = new RealPath();
        var targets = new Target[urls.Count];
        for (var url = 0; url < targets.Length; url++)
            targets[url] = Judge(TargetUrl.Of(urls.Text(url), folder), paths, policy);
        return new TargetTable(targets);
    }

    /// <summary>Each prefix that would have to be allowed, with how many targets lie there.</summary>
    public IReadOnlyList<(string Prefix, int Targets)> Refused() =>
        [.. _targets.Where(target => target.IsRefused).GroupBy(target => target.Prefix).Select(group => (group.Key, group.Count())).OrderBy(group => group.Key, StringComparer.Ordinal)];

    private static Target Judge(TargetUrl url, RealPath paths, SourcePolicy policy)
    {
        if (url.Place == TargetPlace.None)
            return new Target(url.Place, url.Text, url.Text, IsRefused: false);
        if (url.Place == TargetPlace.Remote)
            return new Target(url.Place, url.Text, HostOf(url.Text), !policy.AllowsUrl(url.Text));
        var path = paths.Of(url.Text);
        return new Target(url.Place, path, path.LastIndexOf('/') is > 0 and var cut ? path[..cut] : "/", !policy.AllowsPath(path));
    }

    /// <summary>The scheme with the host or bucket: "s3://bucket/".</summary>
    private static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        return url.IndexOf('/', start) is >= 0 and var end ? url[..(end + 1)] : url;
    }
}
