using OmeFs.Core.References.Records;
using OmeFs.Core.Sources;
using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Targets;

/// <summary>The targets of a document, by the number of their URL. They are judged once, before anything is mounted.</summary>
internal sealed class TargetTable : ITargets
{
    private readonly Target[] _targets;

    private TargetTable(Target[] targets) => _targets = targets;

    public int Count => _targets.Length;

    public Target this[int url] => _targets[url];

    /// <summary>Whether there are allowed targets that no opener can open.</summary>
    public bool HasUnreachable(ISourceOpener opener) =>
        Array.Exists(_targets, target => target is { Kind: TargetKind.Remote, IsRefused: false } && !opener.Opens(target.Address.Scheme));

    /// <param name="folder">The document's folder, as the user named it: the base of relative URLs.</param>
    /// <param name="chosen">The target of URLs that are null: an absolute path, or a URL; null if the user has not named one.</param>
    /// <exception cref="OmeFsException">The target that the user named cannot be opened.</exception>
    public static TargetTable Judge(UrlTable urls, string folder, SourcePolicy policy, string? chosen = null)
    {
        var paths = new RealPath(policy.Files.Home);
        var targets = new Target[urls.Count];
        targets[UrlTable.None] = chosen is null ? new Target(TargetKind.Unnamed, "", "", IsRefused: false) : Choose(chosen, folder, paths);
        for (var url = UrlTable.None + 1; url < targets.Length; url++)
            targets[url] = Judge(TargetUrl.Of(urls.Text(url), folder), paths, policy);
        return new TargetTable(targets);
    }

    /// <summary>Judges one URL.</summary>
    public static Target Judge(string url, string folder, SourcePolicy policy) => Judge(TargetUrl.Of(url, folder), new RealPath(policy.Files.Home), policy);

    /// <summary>Each prefix that would have to be allowed, with the number of its targets.</summary>
    public IReadOnlyList<(string Prefix, int Targets)> Refused() =>
        [.. _targets.Where(target => target.IsRefused).GroupBy(target => target.Prefix).Select(group => (group.Key, group.Count())).OrderBy(group => group.Key, StringComparer.Ordinal)];

    /// <summary>Symbolic links are followed now, because the user has named what is there now.</summary>
    private static Target Choose(string chosen, string folder, RealPath paths)
    {
        var target = Find(TargetUrl.Of(chosen, folder), paths) with { IsChosen = true };
        if (target.Fault is { } fault)
            throw new OmeFsException(fault.Kind, fault.Message, fault);
        if (target.Kind == TargetKind.None)
            throw new OmeFsException(FaultKind.Usage, $"--target '{chosen}': a file or a URL expected");
        // The user named this file, so its absence must be reported at once.
        if (target.Kind == TargetKind.Local)
            new LocalOpener(FilePolicy.Only(target.Location), []).Open(target.Location).Dispose();
        return target;
    }

    private static Target Judge(TargetUrl url, RealPath paths, SourcePolicy policy)
    {
        var target = Find(url, paths);
        var allowed = target.Kind switch
        {
            TargetKind.Local => target.Fault is not null || policy.Files.Allows(target.Location),
            TargetKind.Remote => policy.AllowsUrl(target.Location),
            TargetKind.None or TargetKind.Unnamed => true,
        };
        return target with { IsRefused = !allowed };
    }

    private static Target Find(TargetUrl url, RealPath paths)
    {
        if (url.Kind != TargetKind.Local)
            return new Target(url.Kind, url.Location, url.Kind == TargetKind.Remote ? HostOf(url.Location) : url.Location, IsRefused: false);
        if (Resolve(url.Location, paths) is var (path, fault) && fault is not null)
            return new Target(url.Kind, url.Location, url.Location, IsRefused: false) { Fault = fault };
        return new Target(url.Kind, path, path.LastIndexOf('/') is > 0 and var cut ? path[..cut] : "/", IsRefused: false);
    }

    /// <summary>A fault of one target is not a fault of the document.</summary>
    private static (string Path, OmeFsException? Fault) Resolve(string path, RealPath paths)
    {
        try
        {
            return (paths.Of(path), null);
        }
        catch (OmeFsException fault)
        {
            return (path, fault);
        }
    }

    /// <summary>The scheme with the host or bucket: "s3://bucket/".</summary>
    private static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        return url.IndexOf('/', start) is >= 0 and var end ? url[..(end + 1)] : url;
    }
}
