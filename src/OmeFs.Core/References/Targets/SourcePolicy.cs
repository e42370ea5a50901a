using OmeFs.Core.Sources.Local;

namespace OmeFs.Core.References.Targets;

/// <summary>
/// Decides which sources references may use: local files by <see cref="FilePolicy"/>, and URLs under the prefixes that the user has allowed.
/// Anybody can write a document with an address that only this machine can reach.
/// </summary>
internal sealed class SourcePolicy
{
    private readonly List<string> _prefixes = [];
    private readonly bool _any;

    /// <param name="folder">The document's folder, as an absolute path.</param>
    /// <param name="allowed">Folders, URL prefixes, or <see cref="FilePolicy.Any"/>.</param>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/> for a prefix that is none of these.</exception>
    public SourcePolicy(string folder, IReadOnlyList<string> allowed)
    {
        var folders = new List<string>();
        foreach (var prefix in allowed)
        {
            var url = TargetUrl.Of(prefix, folder);
            if (prefix == FilePolicy.Any)
                (_any, folders) = (true, [.. folders, prefix]);
            else if (url.Kind == TargetKind.Remote)
                _prefixes.Add(url.Location.TrimEnd('/'));
            else if (url.Kind == TargetKind.Local)
                folders.Add(url.Location);
            else
                throw new OmeFsException(FaultKind.Usage, $"--allow-source '{prefix}': a folder, s3://bucket/prefix, https://host/path or 'any' expected");
        }
        Files = FilePolicy.Within(folder, folders);
    }

    public FilePolicy Files { get; }

    public bool AllowsUrl(string url) => _any || (!ClimbsUp(url) && _prefixes.Exists(prefix => FilePolicy.IsUnder(url, prefix)));

    /// <summary>Whether a server may resolve the URL to one outside its prefix.</summary>
    private static bool ClimbsUp(string url) =>
        url.Contains('\\') || url.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase).Replace("%2f", "/", StringComparison.OrdinalIgnoreCase)
            .Split('/', '?', '#').Contains("..");
}
