namespace OmeFs.Core.References;

/// <summary>What a user allows a reference document.</summary>
public sealed record ReferenceOptions
{
    /// <summary>Prefixes that targets may lie under, beside the document's own folder: folders, s3://bucket/prefix, https://host/path, or "any".</summary>
    public IReadOnlyList<string> AllowedSources { get; init; } = [];

    /// <summary>Show keys whose targets are refused, as files that cannot be read, in place of refusing the document.</summary>
    public bool SkipRefused { get; init; }

    /// <summary>What a URL of null means: an absolute path, or a URL. The user has named it, so that it needs no prefix.</summary>
    public string? Target { get; init; }

    /// <summary>Other users may read the mount: what some of them may not read themselves must not reach them through a target.</summary>
    public bool IsShared { get; init; }

    /// <summary>Refuse a document of which anything is left out, or with targets that are absent, too small, or newer than itself.</summary>
    public bool Strict { get; init; }
}
