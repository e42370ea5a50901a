namespace OmeFs.Testing.Remote;

/// <summary>What the server wants of requests as S3 does. All is allowed at first. The rules hold for every path.</summary>
public sealed class S3Rules
{
    /// <summary>S3's own limit of a listing's page.</summary>
    private const int MostKeys = 1000;

    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    private readonly HashSet<string> _expired = new(StringComparer.Ordinal);

    /// <summary>A request must be signed (AWS4-HMAC-SHA256) with this access key. The signature itself is not checked.</summary>
    public string? RequiredAccessKey { get; set; }

    /// <summary>A signed request is refused (403).</summary>
    public bool RefusesSigned { get; set; }

    /// <summary>A request without `x-amz-request-payer: requester` is refused (403).</summary>
    public bool RequesterPays { get; set; }

    /// <summary>The server's clock. If it is set, a signed request is refused if its x-amz-date differs by more than 15 minutes (403 RequestTimeTooSkewed).</summary>
    public DateTimeOffset? Now { get; set; }

    /// <summary>The most entries of one page of a listing. A client may ask for fewer.</summary>
    public int PageSize { get; set; } = MostKeys;

    /// <summary>Requests signed with this access key are refused from now on (400 ExpiredToken).</summary>
    public void Expire(string accessKey)
    {
        lock (_expired)
            _expired.Add(accessKey);
    }

    /// <summary>Null if the request is allowed.</summary>
    internal S3ErrorCode? Refusal(ServedRequest request)
    {
        var signature = AwsAuthorization.TryParse(request.Header("Authorization"));
        if (RequesterPays && request.Header("x-amz-request-payer") != "requester")
            return S3ErrorCode.AccessDenied;
        return signature is { } signed ? RefusalOf(signed, request) : RequiredAccessKey is null ? null : S3ErrorCode.AccessDenied;
    }

    private S3ErrorCode? RefusalOf(AwsAuthorization signed, ServedRequest request)
    {
        if (RefusesSigned)
            return S3ErrorCode.AccessDenied;
        if (IsExpired(signed.AccessKey))
            return S3ErrorCode.ExpiredToken;
        if (Now is { } now && (AwsAuthorization.Time(request.Header("x-amz-date")) is not { } time || (time - now).Duration() > MostSkew))
            return S3ErrorCode.RequestTimeTooSkewed;
        return RequiredAccessKey is { } required && required != signed.AccessKey ? S3ErrorCode.InvalidAccessKeyId : null;
    }

    private bool IsExpired(string accessKey)
    {
        lock (_expired)
            return _expired.Contains(accessKey);
    }
}
