using OmeFs.Core.Sources;

namespace OmeFs.Core.Indexing;

/// <summary>What a reference document calls the sources it refers to.</summary>
/// <param name="DocumentFolder">Where the document will lie, absolute; null where nobody knows.</param>
/// <param name="SourceFolder">Where the source lies that the user named, absolute; the others of its set lie there or below.</param>
/// <param name="Url">What the user wants it to be called: a URL; or one that ends with "/", which names are added to. Null for paths.</param>
public sealed record SourceUrls(string? DocumentFolder, string SourceFolder, string? Url)
{
    /// <summary>The URL of each source, in their order.</summary>
    /// <exception cref="OmeFsException"><see cref="FaultKind.Usage"/>: one cannot be told from another, or would be taken for a template.</exception>
    public IReadOnlyList<string> Of(IReadOnlyList<IByteSource> sources)
    {
        if (Url is not null && !Url.EndsWith('/') && sources.Count > 1)
            throw new OmeFsException(FaultKind.Usage, $"--url {Url}: the pixels are in {sources.Count} files; give a URL that ends with '/', to which their names are appended");
        var urls = sources.Select(source => Of(source.Name)).ToList();
        return urls.Find(url => url.Contains("{{", StringComparison.Ordinal)) is { } template
            ? throw new OmeFsException(FaultKind.Usage, $"'{template}' would be read as a template because of its '{{{{'; rename the file, or give its future name with --url")
            : urls;
    }

    /// <summary>Whether a path is written as it is, since the source does not lie in the document's folder or below it.</summary>
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

    /// <summary>Object stores take names as they are, web servers want them escaped.</summary>
    private string Name(string relative) => Url!.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        ? string.Join('/', relative.Split('/').Select(Uri.EscapeDataString))
        : relative;
}
