namespace OmeFs.Core.Sources;

/// <summary>How bytes are reached.</summary>
public enum SourceScheme
{
    /// <summary>A path of this computer.</summary>
    Local,
    S3,

    /// <summary>http:// and https://.</summary>
    Http,

    /// <summary>Any other scheme of a URL. The address has its name.</summary>
    Other,
}

/// <summary>Where a source is. Parsed once, when a user or a document names it; later code does not parse the text again.</summary>
public sealed record SourceAddress
{
    private const string AfterScheme = "://";

    private SourceAddress(SourceScheme scheme, string text) => (Scheme, Text) = (scheme, text);

    public SourceScheme Scheme { get; }

    /// <summary>An absolute path as <see cref="NameText"/> has it, or the URL as it was written. Messages name the source so.</summary>
    public string Text { get; }

    /// <summary>The path of a local source; null for all others.</summary>
    public string? LocalPath => Scheme == SourceScheme.Local ? Text : null;

    /// <summary>The last part of the path: of a URL without query and fragment, and without escapes if it is one of HTTP.</summary>
    public string FileName => Scheme == SourceScheme.Http ? Uri.UnescapeDataString(Last(WithoutQuery(Text))) : Last(Text);

    /// <summary>The parent: an absolute path, or a URL without its last part.</summary>
    public string Folder => Scheme == SourceScheme.Local ? Path.GetDirectoryName(Text) ?? "/"
        : WithoutQuery(Text) is var url && url.LastIndexOf('/') is var cut && cut >= url.IndexOf(AfterScheme, StringComparison.Ordinal) + AfterScheme.Length ? url[..cut]
        : url;

    /// <param name="text">Of another address.</param>
    public static SourceAddress Of(string text) => SchemeOf(text) is null ? OfPath(text) : OfUrl(text);

    /// <param name="path">Absolute.</param>
    public static SourceAddress OfPath(string path) => new(SourceScheme.Local, path);

    /// <param name="url">With a scheme, which is not file.</param>
    public static SourceAddress OfUrl(string url) => new(
        SchemeOf(url) switch
        {
            "s3" => SourceScheme.S3,
            "http" or "https" => SourceScheme.Http,
            _ => SourceScheme.Other,
        },
        url);

    /// <summary>The scheme of a URL in small letters; null for a path.</summary>
    public static string? SchemeOf(string text) =>
        text.IndexOf(AfterScheme, StringComparison.Ordinal) is > 0 and var end && text.AsSpan(0, end).IndexOf('/') < 0 ? text[..end].ToLowerInvariant() : null;

    public override string ToString() => Text;

    private string WithoutQuery(string url) => Scheme == SourceScheme.Http && url.IndexOfAny(['?', '#']) is >= 0 and var end ? url[..end] : url;

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}
