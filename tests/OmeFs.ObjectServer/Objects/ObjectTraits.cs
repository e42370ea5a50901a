namespace OmeFs.Testing.Remote;

/// <summary>How an object differs from one that a complete server serves without conditions.</summary>
public sealed record ObjectTraits
{
    internal static readonly ObjectTraits None = new();

    /// <summary>No Accept-Ranges; a request for a range is answered with 200 and all bytes.</summary>
    public bool NoRanges { get; init; }

    /// <summary>No ETag. If-Match and If-None-Match are ignored, and no ETag in If-Range matches.</summary>
    public bool NoETag { get; init; }

    /// <summary>The ETag is `W/"..."`. It matches in no comparison that must be strong: If-Match, If-Range.</summary>
    public bool WeakETag { get; init; }

    public bool NoLastModified { get; init; }

    /// <summary>No Content-Length: the body comes in chunks.</summary>
    public bool NoContentLength { get; init; }

    /// <summary>Ranges and Content-Range then count compressed bytes, as RFC 9110 wants it. The ETag is another than without gzip.</summary>
    public GzipUse GzipEncoding { get; init; }

    /// <summary>401 without these.</summary>
    public (string User, string Password)? RequiresBasic { get; init; }

    /// <summary>401 without `Authorization: Bearer` and this.</summary>
    public string? RequiresBearer { get; init; }

    /// <summary>403 without this header.</summary>
    public (string Name, string Value)? RequiresHeader { get; init; }

    /// <summary>The URL may be relative.</summary>
    public (string Url, int Status)? RedirectTo { get; init; }

    /// <summary>HEAD is answered with 405.</summary>
    public bool NoHead { get; init; }

    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>Instead of a time that is newer than that of every object before.</summary>
    public DateTimeOffset? LastModified { get; init; }
}
