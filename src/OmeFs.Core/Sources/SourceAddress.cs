namespace OmeFs.Core.Sources;

/// <summary>The way to reach the bytes of a source.</summary>
public enum SourceScheme
{
    /// <summary>A path on this computer.</summary>
    Local,
    S3,

    /// <summary>http:// and https://.</summary>
    Http,

    /// <summary>Any other URL scheme. The address gives its name.</summary>
    Other,
}

/// <summary>Where a source is. Parsed once, when a user or a document names it; later code does not parse the text again.</summary>
public sealed record SourceAddress
{
    private const string AfterScheme = "://";

    private SourceAddress(SourceScheme scheme, string text) => (Scheme, Text) = (scheme, text);

    public SourceScheme Scheme { get; }

    /// <summary>An absolute path in the form of <see cref="NameText"/>, or the URL as it was written. Messages use it as the source's name.</summary>
    public string Text { get; }

    /// <summary>The path of a local source; null for all others.</summary>
    public string? LocalPath => Scheme == SourceScheme.Local ? Text : null;

    /// <summary>
    /// The last part of the path. For a URL, it is without query and fragment; for HTTP, also without escapes.
    /// </summary>
    public string FileName => Scheme == SourceScheme.Http ? Uri.UnescapeDataString(Last(WithoutQuery(Text))) : Last(Text);

    /// <summary>The parent: an absolute path, or a URL without its last part.</summary>
    public string Folder => Scheme == SourceScheme.Local ? Path.GetDirectoryName(Text) ?? "/"
        : WithoutQuery(Text) is var url && url.LastIndexOf('/') is var cut && cut >= url.IndexOf(AfterScheme, StringComparison.Ordinal) + AfterScheme.Length ? url[..cut]
        : url;

    /// <param name="text">The text of another address.</param>
    public static SourceAddress Of(string text) => SchemeOf(text) is null ? OfPath(text) : OfUrl(text);

    /// <param name="path">Absolute.</param>
    public static SourceAddress OfPath(string path) => new(SourceScheme.Local, path);

    /// <param name="url">Has a scheme other than file.</param>
    public static SourceAddress OfUrl(string url) => new(
        SchemeOf(url) switch
        {
            "s3" => SourceScheme.S3,
            "http" or "https" => SourceScheme.Http,
            _ => SourceScheme.Other,
        },
        url);

    /// <summary>The scheme of a URL in lower case; null for a path.</summary>
    public static string? SchemeOf(string text) =>
        text.IndexOf(AfterScheme, StringComparison.Ordinal) is > 0 and var end && text.AsSpan(0, end).IndexOf('/') < 0 ? text[..end].ToLowerInvariant() : null;

    public override string ToString() => Text;

    private string WithoutQuery(string url) => Scheme == SourceScheme.Http && url.IndexOfAny(['?', '#']) is >= 0 and var end ? url[..end] : url;

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}
