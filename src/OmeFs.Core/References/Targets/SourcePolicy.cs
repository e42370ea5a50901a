namespace OmeFs.Core.References.Targets;

/// <summary>
/// Which sources references may lead to: what lies under the document's own folder, and under the prefixes the user has allowed. Anybody
/// can write a document that names /etc/shadow, or an address that only this machine can reach.
/// </summary>
internal sealed class SourcePolicy
{
    public const string Any = "any";

    private readonly List<string> _folders = [];
    private readonly List<string> _prefixes = [];
    private readonly bool _any;

    /// <param name="folder">The document's, absolute.</param>
    /// <param name="allowed">Folders, URL prefixes, or <see cref="Any"/>.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/> for a prefix that is neither.</exception>
    public SourcePolicy(string folder, IReadOnlyList<string> allowed)
    {
        var paths = new RealPath();
        Folder = paths.Of(folder);
        // Under "/" lies everything, which nobody meant to allow by putting a document there.
        if (Folder != "/")
            _folders.Add(Folder);
        foreach (var prefix in allowed)
        {
            var url = TargetUrl.Of(prefix, folder);
            if (prefix == Any)
                _any = true;
            else if (url.Place == TargetPlace.Remote)
                _prefixes.Add(url.Text.TrimEnd('/'));
            else if (url.Place == TargetPlace.Local)
                _folders.Add(paths.Of(url.Text));
            else
                throw new OmeFsException(FaultKind.Usage, $"--allow-source '{prefix}': a folder, s3://bucket/prefix, https://host/path or 'any' expected");
        }
    }

    /// <summary>The document's folder, without links.</summary>
    public string Folder { get; }

    /// <param name="path">As <see cref="RealPath"/> or the kernel gives it.</param>
    public bool AllowsPath(string path) => _any || _folders.Exists(folder => IsUnder(path, folder));

    public bool AllowsUrl(string url) => _any || (!ClimbsUp(url) && _prefixes.Exists(prefix => IsUnder(url, prefix)));

    private static bool IsUnder(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || prefix == "/" || path[prefix.Length] == '/');

    /// <summary>Whether a server may take the URL for one above its prefix.</summary>
    private static bool ClimbsUp(string url) =>
        url.Contains('\\') || url.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Replace("%2f", "/", StringComparison.OrdinalIgnoreCase)
            .Split('/', '?', '#').Contains("..");
}
