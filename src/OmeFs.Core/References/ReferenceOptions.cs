namespace OmeFs.Core.References;

/// <summary>What a user allows a reference document.</summary>
public sealed record ReferenceOptions
{
    /// <summary>Allowed prefixes of targets, besides the document's own folder: folders, s3://bucket/prefix, https://host/path, or "any".</summary>
    public IReadOnlyList<string> AllowedSources { get; init; } = [];

    /// <summary>Show keys whose targets are refused as files that cannot be read, instead of refusing the document.</summary>
    public bool SkipRefused { get; init; }

    /// <summary>For `inspect`: nothing is refused, because refused keys are counted. No option of the user.</summary>
    public bool IsCounted { get; init; }

    /// <summary>What a URL of null means: an absolute path, or a URL. It needs no allowed prefix, because the user has named it.</summary>
    public string? Target { get; init; }

    /// <summary>Other users may read the mount. They must not read, through a target, what they are not permitted to read themselves.</summary>
    public bool IsShared { get; init; }

    /// <summary>Refuse a document if any key is left out, or if a target is absent, too small, or newer than the document.</summary>
    public bool Strict { get; init; }
}
