using OmeFs.Core.Sources;

namespace OmeFs.Core.Indexing;

/// <summary>The URLs of the sources in a reference document.</summary>
/// <param name="DocumentFolder">The document's absolute folder; null if unknown.</param>
/// <param name="SourceFolder">The absolute folder of the source that the user named. The other files of its set are in it or below.</param>
/// <param name="Url">The URL that the user gave; names are appended to one that ends with "/". Null for paths.</param>
public sealed record SourceUrls(string? DocumentFolder, string SourceFolder, string? Url)
{
    /// <summary>The URL of each source, in their order.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: several sources would have the same URL, or one would be read as a template.</exception>
    public IReadOnlyList<string> Of(IReadOnlyList<IByteSource> sources)
    {
        if (Url is not null && !Url.EndsWith('/') && sources.Count > 1)
            throw new OmeFsException(FaultKind.Usage, $"--url {Url}: the pixels are in {sources.Count} files; give a URL that ends with '/', to which their names are appended");
        var urls = sources.Select(source => Of(source.Name)).ToList();
        return urls.Find(url => url.Contains("{{", StringComparison.Ordinal)) is { } template
            ? throw new OmeFsException(FaultKind.Usage, $"'{template}' would be read as a template because of its '{{{{'; rename the file, or give its future name with --url")
            : urls;
    }

    /// <summary>Whether a path is written as an absolute one, because the source is not in the document's folder or below it.</summary>
    public bool IsOutside(string path) => Url is null && Path.IsPathRooted(Of(path));

    private string Of(string path)
    {
        if (Url is null)
        {
            if (DocumentFolder is null)
                return path;
            var relative = Path.GetRelativePath(DocumentFolder, path);
            return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? path : relative;
        }
        return Url.EndsWith('/') ? Url + Name(Path.GetRelativePath(SourceFolder, path)) : Url;
    }

    /// <summary>Object stores need plain names; web servers need escapes.</summary>
    private string Name(string relative) => Url!.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        ? string.Join('/', relative.Split('/').Select(Uri.EscapeDataString))
        : relative;
}
